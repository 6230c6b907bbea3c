import type { Observation } from '../model.js';

/** Which program stands at an end: the one under test, or ours. */
export type Program = 'target' | 'reference';

/** What a case may do in the lab: start the programs, and stand at their local ends. All is torn down with the case. */
export interface TunnelLab {
  /** `out` that has told its key. Lost when it does not. */
  out(args: readonly string[], options?: StartOptions): Promise<Running & { readonly key: string }>;
  /** `in` whose listeners are there, or, with stdio alone, that was started. Lost when they do not come. */
  into(key: string, mappings: readonly string[], options?: StartOptions): Promise<Running>;
  /** Any words, waited for until it exits; undefined when it is still there after `within`. */
  exits(words: readonly string[], options?: StartOptions & { within?: number }): Promise<Exited | undefined>;
  /** Starts any words. */
  start(words: readonly string[], options?: StartOptions): Promise<Running>;
  freePort(): Promise<number>;
  /** A TCP service on 127.0.0.1; each connection is handed over. */
  service(onLink: (link: Link) => void, port?: number): Promise<Service>;
  dial(port: number): Promise<Link>;
  udp(port?: number): Promise<UdpEnd>;
  /** Addresses that something listens on at this port; with `within`, once there is one or the time is over. */
  listeners(port: number, proto: 'tcp' | 'udp', within?: number): Promise<readonly string[]>;
  /** An HTTP service that answers what it was sent, in capitals. */
  httpService(): Promise<{ readonly port: number; readonly requests: number }>;
  /** Requests one after another over one connection that is kept; their answers. */
  httpAsk(port: number, bodies: readonly string[]): Promise<readonly string[]>;
  /** A fresh home folder, with files and modes by path. */
  home(files?: readonly HomeFile[]): Promise<Home>;
  /** An empty home folder that nobody can write to, whatever the rights. */
  readOnlyHome(): Promise<Home>;
  /** A key pair that no other case has. */
  identity(): { readonly secret: Uint8Array; readonly hex: string; readonly base32: string };
  /** The names, other than those of peers, that this program asked the DNS for. */
  questions(of: Running): readonly string[];
  readonly patience: number;
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
  /** Undefined when it is still there after so long. */
  exited(within?: number): Promise<Exited | undefined>;
  /** Until stdout holds so many bytes. */
  printed(length: number): Promise<Uint8Array>;
  /** Whether it has printed a public key to stderr in time; which one. */
  key(within: number): Promise<string | undefined>;
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
  /** The resident memory of all its processes in bytes. */
  memory(): number;
}

export interface Exited {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

export interface Link {
  /** Resolves when the bytes are handed to the system, so a stalled reader stalls this. */
  send(bytes: Uint8Array): Promise<void>;
  end(): void;
  reset(): void;
  pause(): void;
  resume(): void;
  /** What has come so far and was not taken. */
  take(length: number, within?: number): Promise<Uint8Array>;
  /** All until the other side ends; `how` says whether it was a FIN or worse. */
  rest(within?: number): Promise<{ readonly bytes: Uint8Array; readonly how: 'end' | 'broken' | 'open' }>;
  /** Counts and hashes instead of keeping, until so much has come or no more does. */
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
  /** Answers everything that comes. */
  answer(reply: (bytes: Uint8Array) => Uint8Array | undefined): void;
  /** The next packet that fits; undefined when none comes in time. */
  next(fits: (bytes: Uint8Array) => boolean, within?: number): Promise<Uint8Array | undefined>;
  /** Sends until an answer comes that fits: UDP may lose. */
  ask(
    bytes: Uint8Array,
    port: number,
    fits?: (bytes: Uint8Array) => boolean,
  ): Promise<Uint8Array | undefined>;
  readonly heard: readonly { readonly bytes: Uint8Array; readonly from: number }[];
}

export interface HomeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode?: number;
}

export interface Home {
  readonly path: string;
  file(path: string): Promise<{ readonly bytes: Uint8Array; readonly mode: number } | undefined>;
  names(): Promise<readonly string[]>;
}

/** Puts a case to the program inside the lab, which is where its processes and sockets are. */
export interface TunnelPort {
  perform(id: string, signal: AbortSignal): Promise<Observation>;
}

declare module '../model.js' {
  interface Ports {
    readonly tunnel: TunnelPort;
    readonly tunnelLab: TunnelLab;
  }
}
