/** The program at an end: the one under test, or ours. */
export type Program = 'target' | 'reference';

/** How a wait ends without a result: the time is over, or the other side is gone. */
export type Absence = 'silent' | 'closed';

/** What a case may do in the lab: start the programs, and use their local ends. Everything stops with the case. */
export interface TunnelLab {
  /** Starts `out` and waits for its key. Throws Lost if none comes. */
  out(args: readonly string[], options?: StartOptions): Promise<Running & { readonly key: string }>;
  /** Starts `in` and waits for its listeners, if it has any. Throws Lost if they do not come. */
  into(key: string, mappings: readonly string[], options?: StartOptions): Promise<Running>;
  /** Starts any words and waits for the exit. */
  exits(words: readonly string[], options?: StartOptions & { within?: number }): Promise<Exited | 'running'>;
  /** Starts any words. */
  start(words: readonly string[], options?: StartOptions): Promise<Running>;
  /** Resolves to the key of a started `out` when peers can find it. Throws Lost if it prints no key or does not listen. */
  reachable(out: Running): Promise<string>;
  freePort(): Promise<number>;
  /** Opens a TCP service. The handler gets each connection; if it fails, the case ends. */
  service(onLink: (link: Link) => unknown, port?: number, host?: '127.0.0.1' | '::1'): Promise<Service>;
  dial(port: number): Promise<Link>;
  udp(port?: number): Promise<UdpEnd>;
  /** The addresses on which something listens at this port. With `within`, waits until there is one or the time is over. */
  listeners(port: number, proto: 'tcp' | 'udp', within?: number): Promise<readonly string[]>;
  /** Opens an HTTP service that answers each body in capitals. */
  httpService(): Promise<{ readonly port: number; readonly requests: number }>;
  /** Sends requests one after another over one kept connection, until one gets no answer. */
  httpAsk(port: number, bodies: readonly string[]): Promise<HttpAnswers>;
  /** A fresh home folder, with files and modes by path. */
  home(files?: readonly HomeFile[]): Promise<Home>;
  /** An empty home folder on a read-only file system, where even a superuser cannot write. */
  readOnlyHome(): Promise<Home>;
  /** A key pair that no other case has. */
  identity(): Identity;
  /** The names, other than those of peers, that this program asked the DNS for. */
  questions(of: Running): Promise<readonly string[]>;
  readonly patience: number;
  /** Rejects when a handler of a service of this case fails, or the case is cancelled. */
  readonly broken: Promise<never>;
}

export interface Identity {
  readonly secret: Uint8Array;
  readonly hex: string;
  readonly base32: string;
}

export interface HttpAnswers {
  readonly answers: readonly string[];
  readonly ended: 'all answered' | 'garbled' | Absence;
}

export interface StartOptions {
  readonly program?: Program;
  readonly env?: Readonly<Record<string, string>>;
  readonly home?: Home;
}

export interface Running {
  readonly home: Home;
  readonly stdin: { write(bytes: Uint8Array): void; end(): void };
  stdout(): Uint8Array;
  stderr(): string;
  exited(within?: number): Promise<Exited | 'running'>;
  /** Resolves to all of stdout when it has at least this many bytes. */
  printed(length: number): Promise<Uint8Array | Absence>;
  /** The public key that it prints to stderr; `closed` when it exits without one. */
  printedKey(within: number): Promise<{ readonly key: string } | Absence>;
  /** Whether it prints anything to stdout or stderr; `closed` if it exits without output. */
  speaks(within: number): Promise<'output' | Absence>;
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
  /** The resident memory of all its processes in bytes. */
  memory(): Promise<number>;
}

export interface Exited {
  /** Undefined if a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

export interface Link {
  /** Resolves when the system has taken the bytes, so it waits for a stalled reader. */
  send(bytes: Uint8Array): Promise<'sent' | 'closed'>;
  end(): void;
  reset(): void;
  pause(): void;
  resume(): void;
  /** The next bytes, exactly this many. */
  take(length: number, within?: number): Promise<Uint8Array | Absence>;
  /** All bytes until the other side ends. `how` says whether it ended by a FIN. */
  rest(within?: number): Promise<{ readonly bytes: Uint8Array; readonly how: 'end' | 'broken' | 'open' }>;
  /** Counts and hashes this many bytes without keeping them, or all that come. Each chunk restarts the deadline of the case. */
  digest(length: number): Promise<{ readonly length: number; readonly sha256: string }>;
}

export interface Service {
  readonly port: number;
  readonly links: number;
  close(): Promise<void>;
}

export interface UdpEnd {
  readonly port: number;
  send(bytes: Uint8Array, port: number): void;
  /** Answers every packet. */
  answer(reply: (bytes: Uint8Array) => Uint8Array | undefined): void;
  /** The first packet that matches. */
  next(fits: (bytes: Uint8Array) => boolean, within?: number): Promise<Uint8Array | 'silent'>;
  /** Sends until a matching answer comes, because UDP may lose packets. */
  ask(bytes: Uint8Array, port: number, fits?: (bytes: Uint8Array) => boolean): Promise<Uint8Array | 'silent'>;
  readonly heard: readonly { readonly bytes: Uint8Array; readonly from: number }[];
}

export interface HomeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode?: number;
}

export interface Home {
  readonly path: string;
  file(path: string): Promise<{ readonly bytes: Uint8Array; readonly mode: number } | 'absent'>;
  names(): Promise<readonly string[]>;
}

declare module '../model.js' {
  interface Ports {
    readonly tunnel: TunnelLab;
  }
}
