import type { Claims } from '../../reference/punch/token.js';
import type { Json, JsonObject } from '../model.js';

/** Nothing came, in time or before the other side closed. */
export type Absent = 'silent' | 'closed';

/** What a case may do to a Punch broker. Its sessions are deleted at the end of the run in any case. */
export interface PunchPort {
  readonly scheme: 'http' | 'https';
  /** Whether the target is on this machine, so that nobody can read the traffic. */
  readonly loopback: boolean;
  /** Loopback addresses from which requests may come. Empty if only one address reaches the target. */
  readonly sources: readonly string[];
  /** Whether the broker answered 429 before any address had used its budget. */
  limitedEarly(): boolean;
  /** Sends a request. It follows no redirects and limits bodies. A POST that creates a session waits for the rate limit. */
  http(request: HttpRequest): Promise<HttpAnswer>;
  /**
   * POST /api/session with this body, and with a name of this run if the body has none. Unclaimed if the deployment requires
   * a Turnstile token and the user gave none (RFC 5.4).
   */
  create(
    body?: JsonObject,
    options?: CreateOptions,
  ): Promise<HttpAnswer & { readonly name: string; readonly sent: JsonObject }>;
  /** Creates a session. If that fails, the case is blocked, because it is not about the creation. */
  session(body?: JsonObject, options?: CreateOptions): Promise<PunchSession>;
  /** A stream of its own, with a token, in a shared session. */
  stream(): Promise<PunchStream>;
  /** The shared session, for cases that do not change it. */
  lobby(): Promise<PunchSession>;
  /** A session that is created once for all cases that use this name. */
  shared(name: string, make: () => Promise<JsonObject>): Promise<PunchSession>;
  /**
   * Runs once for all cases that use this name, and all get its outcome, also a failure. The transcript of the port that it
   * receives is shown by each of these cases.
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
  /** Finds out once how the broker spells its messages. `open` does it by itself; a case that starts with `upgrade` calls this. */
  learnMessageMembers(): Promise<void>;
  /** Attempts the upgrade. */
  upgrade(request: UpgradeRequest): Promise<Upgraded>;
  /** Opens a WebSocket. If that fails, the case is blocked. */
  open(session: string, token: string, options?: SocketOptions): Promise<PunchSocket>;
  /** Sends bytes to the port of the target, and returns what comes until it closes or is silent. */
  raw(bytes: Uint8Array, options?: { readonly silence?: number }): Promise<RawAnswer | Absent>;
  /** Offers only this version of TLS. `unavailable`: this machine cannot offer it. */
  tls(version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<TlsOutcome>;
  /** Milliseconds to wait for a required event. */
  readonly patience: number;
  /** An unused name with the prefix of this run. */
  freshName(): string;
  /** A UDP socket on the loopback address; undefined if the target cannot reach it. */
  listenUdp(): Promise<UdpEar | undefined>;
  /** A UDP port for both ends of a media check. Unclaimed if the user did not ask for media checks. */
  mediaPort(): Promise<number>;
  /** Transfers a clip by SRT between two ends on this machine, with the values that the broker told them. */
  media(sender: MediaEnd, receiver: MediaEnd): Promise<MediaSeen>;
  readonly description: Description;
}

/** The bytes as Latin-1; at least one. */
export interface RawAnswer {
  readonly text: string;
}

/** `refused`: the other side speaks TLS and rejected the version. */
export type TlsOutcome = 'accepted' | 'refused' | 'unavailable' | Absent;

/** The values of a peer message, without the address: both ends are on this machine. */
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
  /** Set for a creation that does not wait for the rate limit. Only cases of the limit itself may set it. */
  readonly unbudgeted?: boolean;
}

export type CreateOptions = Pick<HttpRequest, 'source' | 'unbudgeted'>;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Undefined if the body is not JSON. */
  readonly json: Json | undefined;
  /** When the last byte arrived: milliseconds on our clock. */
  readonly at: number;
}

export interface FoundToken {
  readonly token: string;
  readonly claims: Claims;
}

export interface PunchSession {
  readonly name: string;
  readonly answer: HttpAnswer;
  /** Milliseconds since 1970 by the Date header of the target, if it has one. */
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
  /** Offers permessage-deflate, and compresses every message if the server agrees. */
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

/** The spelling of peer messages that the project has not stated: from --messages, or else found by trying. */
export interface MessageMembers {
  /** The members that a register message may have besides type and port. */
  readonly register: readonly string[];
  /** The members of a status message that may have SrtState; empty if the broker accepts none that we know. */
  readonly status: readonly string[];
  /** The broker rejects a wrong value in them. */
  readonly statusIsRead: boolean;
  /** The broker accepts punch.ping. */
  readonly keepAlive: boolean;
}

export interface PunchSocket {
  /** The server has agreed to permessage-deflate. */
  readonly compressed: boolean;
  readonly messageMembers: MessageMembers;
  /** Objects as JSON, text as text, bytes as a binary frame. */
  send(message: JsonObject | string | Uint8Array): void;
  /** Writes bytes to the TCP connection, for frames that no library makes. */
  sendRaw(bytes: Uint8Array): void;
  /** All messages received so far. */
  readonly heard: readonly Heard[];
  /** The first message of this type at or after a place in `heard`. */
  next(
    type: string,
    options?: { readonly from?: number; readonly within?: number },
  ): Promise<JsonObject | Absent>;
  /** Resolves with the answer to a ping. Everything that was sent before that answer is in `heard` by then. */
  ping(payload?: string): Promise<Pong | Absent>;
  /** The close code, or `open` if the socket stayed open for this time. */
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

/** Checks answers and messages against their descriptions. */
export interface Description {
  readonly openapi: CompanionFile;
  readonly messages: CompanionFile;
  /** The operations in the openapi.yaml of the deployment; undefined if none was given. */
  readonly operations: readonly ApiOperation[] | undefined;
  /** The error codes that the openapi.yaml of the deployment allows; undefined if it does not list them. */
  readonly errorCodes: readonly string[] | undefined;
  /** The violations of openapi.yaml in an answer. Empty if the file of the deployment does not have the operation. */
  answer(method: string, template: string, answer: HttpAnswer): readonly Violation[];
  message(message: Json): readonly Violation[];
}

/** A companion file of the RFC. */
export interface CompanionFile {
  /** Its name for people. */
  readonly name: string;
  /** It belongs to the deployment, so it is part of the norm (RFC, Status of This Document). */
  readonly isGiven: boolean;
}

export interface ApiOperation {
  /** In capitals. */
  readonly method: string;
  readonly template: string;
}

export interface Violation {
  readonly what: string;
  /** The rule comes from us, and not from a statement of the project. */
  readonly ours: boolean;
}

declare module '../model.js' {
  interface Ports {
    readonly punch: PunchPort;
  }
}
