import type { Claims } from '../../reference/punch/token.js';
import type { Json, JsonObject } from '../model.js';

/** Nothing came, in time or before the other side closed. */
export type Absent = 'silent' | 'closed';

/** What a case may do to a Punch broker. Sessions it makes are deleted when the run ends, whatever happens. */
export interface PunchPort {
  readonly scheme: 'http' | 'https';
  /** The target is on this machine, so nobody can listen. */
  readonly loopback: boolean;
  /** Loopback addresses to come from; empty where there is only one way to the target. */
  readonly sources: readonly string[];
  /** Whether the broker answered 429 before any address had used its budget. */
  limitedEarly(): boolean;
  /** Redirects are not followed, bodies are bounded; a POST that creates draws from the budget of the deployment. */
  http(request: HttpRequest): Promise<HttpAnswer>;
  /**
   * POST /api/session with this body; a name of the run's own when it has none. Unclaimed where the deployment wants a
   * Turnstile token that nobody gave us (RFC 5.4).
   */
  create(body?: JsonObject, options?: CreateOptions): Promise<HttpAnswer & { name: string }>;
  /** Creates a session for a case that is not about its creation: blocked without one. */
  session(body?: JsonObject, options?: CreateOptions): Promise<PunchSession>;
  /** A stream of its own, with a token, in a shared session. */
  stream(): Promise<PunchStream>;
  /** The shared session, for cases that do not change it. */
  lobby(): Promise<PunchSession>;
  /** A session made once for all who name it. */
  shared(name: string, make: () => Promise<JsonObject>): Promise<PunchSession>;
  /**
   * Shared by all cases that name it: made once, its outcome (also a failed one) seen by all. What it says through the
   * port that it is handed is shown by each of them.
   */
  scenario<T>(name: string, make: (punch: PunchPort) => Promise<T>): Promise<T>;
  /** Whether the broker accepts a token that is minted with the secret; undefined without one. */
  takesMinted(): Promise<boolean | undefined>;
  /** Mints a token of this deployment; undefined without its secret. */
  mint(claims: JsonObject): string | undefined;
  /** The same in the other reading of what the HMAC covers. */
  mintOther(claims: JsonObject): string | undefined;
  /** The first text with the secret in a usual encoding. Unclaimed if the secret is unknown or too short. */
  textWithSecret(texts: readonly string[]): string | undefined;
  /** Finds out, once for all, how the broker wants its messages. `open` does so by itself; an upgrade may be the first question. */
  learnWording(): Promise<void>;
  /** Attempts the upgrade. */
  upgrade(request: UpgradeRequest): Promise<Upgraded>;
  /** Opens a WebSocket that has to open: blocked otherwise. */
  open(session: string, token: string, options?: SocketOptions): Promise<PunchSocket>;
  /** Bytes to the port of the target, and what comes back until it closes or falls silent. */
  raw(bytes: Uint8Array, options?: { readonly silence?: number }): Promise<RawAnswer | Absent>;
  /** Offers this version alone. `unavailable`: this machine cannot even ask. */
  tls(version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<TlsOutcome>;
  /** Milliseconds that a case waits for something that has to come. */
  readonly patience: number;
  /** An unused name with the prefix of this run. */
  freshName(): string;
  /** A UDP socket on the loopback address; undefined where the target could not reach it. */
  listenUdp(): Promise<UdpEar | undefined>;
  /** A UDP port for both ends of a media check; unclaimed where nobody asked for one. */
  mediaPort(): Promise<number>;
  /** Moves a clip by SRT between two ends on this machine, which use what the broker told them. */
  media(sender: MediaEnd, receiver: MediaEnd): Promise<MediaSeen>;
  readonly description: Description;
}

/** The bytes as Latin-1; at least one. */
export interface RawAnswer {
  readonly text: string;
}

/** `refused`: the other side speaks TLS and rejected the version. */
export type TlsOutcome = 'accepted' | 'refused' | 'unavailable' | Absent;

/** What a peer message tells one end of the other, beside the address: both are on this machine. */
export interface MediaEnd {
  readonly port: number;
  readonly passphrase: string;
  /** Milliseconds. */
  readonly latency: number;
}

export interface MediaSeen {
  readonly sent: number;
  readonly arrived: number;
  /** The received bytes equal the beginning of the sent ones. */
  readonly same: boolean;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly token?: string;
  readonly source?: string;
  /** A creation that does not wait for the budget: only for cases of the limit itself. */
  readonly unbudgeted?: boolean;
}

export type CreateOptions = Pick<HttpRequest, 'source' | 'unbudgeted'>;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Undefined when the body is no JSON. */
  readonly json: Json | undefined;
  /** When the last byte was there, on our clock, in milliseconds. */
  readonly at: number;
}

export interface FoundToken {
  readonly token: string;
  readonly claims: Claims;
}

export interface PunchSession {
  readonly name: string;
  readonly answer: HttpAnswer;
  /** Milliseconds since 1970 on the clock of the target, where it says so. */
  readonly expiresAt: number | undefined;
  /** Blocked without an admin token. Unclaimed without a way to a peer token. */
  admin(): string;
  peer(stream?: string): string;
  readonly streams: readonly string[];
  readonly tokens: readonly FoundToken[];
}

export interface PunchStream {
  readonly session: PunchSession;
  readonly stream: string;
  readonly token: string;
}

export interface UpgradeRequest {
  readonly session: string;
  readonly token?: string;
  readonly query?: string;
  readonly path?: string;
  readonly options?: SocketOptions;
}

export interface SocketOptions {
  readonly silent?: boolean;
  /** Offers permessage-deflate, and uses it for everything once it was agreed on. */
  readonly compress?: boolean;
}

export type Upgraded =
  | {
      readonly status: 101;
      readonly headers: HttpAnswer['headers'];
      readonly socket: PunchSocket;
      readonly answer?: undefined;
    }
  | { readonly status: number; readonly socket?: undefined; readonly answer: HttpAnswer };

/** How messages of peers are spelled where the project has not stated it: as given by --messages, else as tried out. */
export interface Wording {
  /** What register may carry beside type and port. */
  readonly register: readonly string[];
  /** The members of a status message that may have SrtState; empty if the broker accepts none that we know. */
  readonly status: readonly string[];
  /** The broker rejects a wrong value in them. */
  readonly statusIsRead: boolean;
  /** punch.ping is taken. */
  readonly keepAlive: boolean;
}

export interface PunchSocket {
  /** The server has agreed to permessage-deflate. */
  readonly compressed: boolean;
  readonly wording: Wording;
  /** Objects as JSON, text as text, bytes as a binary frame. */
  send(message: JsonObject | string | Uint8Array): void;
  /** Bytes on the connection beneath, for frames that no library makes. */
  sendRaw(bytes: Uint8Array): void;
  /** Everything said so far. */
  readonly heard: readonly Heard[];
  /** The first message of this type at or after a place in `heard`. */
  next(
    type: string,
    options?: { readonly from?: number; readonly within?: number },
  ): Promise<JsonObject | Absent>;
  /** The answer to a ping: all that was sent before it is in `heard` by then. */
  ping(payload?: string): Promise<Pong | Absent>;
  /** The close code, or that it was open for as long as that. */
  ended(within?: number): Promise<number | 'open'>;
  close(): void;
}

export interface Pong {
  readonly payload: string;
}

export interface Heard {
  readonly at: number;
  readonly text: string;
  readonly message: JsonObject | undefined;
}

export interface UdpEar {
  readonly port: number;
  readonly packets: readonly Uint8Array[];
}

/** What answers and messages are held against. */
export interface Description {
  readonly openapi: CompanionFile;
  readonly messages: CompanionFile;
  /** What the deployment's own openapi.yaml describes; undefined where none was given. */
  readonly operations: readonly Operation[] | undefined;
  /** The codes that the deployment's own openapi.yaml lets an error have; undefined where it says nothing. */
  readonly errorCodes: readonly string[] | undefined;
  /** What an answer has against openapi.yaml: nothing where the deployment's own lacks the operation. */
  answer(method: string, template: string, answer: HttpAnswer): readonly Violation[];
  message(message: Json): readonly Violation[];
}

/** A companion file of the RFC. */
export interface CompanionFile {
  /** As a person would look for it. */
  readonly name: string;
  /** It is the deployment's own: what it says is the norm (RFC, Status of This Document). */
  readonly isGiven: boolean;
}

export interface Operation {
  /** In capitals. */
  readonly method: string;
  readonly template: string;
}

export interface Violation {
  readonly what: string;
  /** Rests on what we decided ourselves, not on what the project stated. */
  readonly ours: boolean;
}

declare module '../model.js' {
  interface Ports {
    readonly punch: PunchPort;
  }
}
