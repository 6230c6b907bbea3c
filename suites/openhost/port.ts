import type { Answer } from '../../reference/openhost/answer.js';
import type { Dialect } from '../../reference/openhost/dialect.js';
import type { BindingMode } from '../../reference/openhost/offer_blob.js';
import type { Context } from '../model.js';

/** What a case may do to a running daemon. Every client that it plays is a fresh one that the daemon allows. */
export interface OpenhostPort {
  readonly key: Uint8Array;
  readonly dialect: Dialect;
  /** Milliseconds for something that has to come. */
  readonly patience: number;
  /** What a relay has of it. */
  publishes(): Promise<'a packet' | 'no DNS message' | 'nothing'>;
  /** The newest packet. */
  published(): Promise<Published>;
  /** Makes the daemon publish anew and returns what it published then. */
  renewed(): Promise<Published | 'silent'>;
  /** Puts this offer where the daemon looks, and returns what came of it: silence only where it answers the other one. */
  offer(shape?: OfferShape, known?: OfferShape): Promise<Offered>;
  /** The same for an offer that has to be rejected: silence only where it answers a right offer of the same client. */
  offerWrong(shape: OfferShape): Promise<Offered>;
  /** What comes of an offer that was answered when it comes again, byte for byte, in a newer packet. */
  replay(): Promise<'answered' | 'silent'>;
  /** The milliseconds until the daemon goes on from the DTLS hello of this client, if it does so in `within`. */
  greets(shape: OfferShape, within: number): Promise<number | 'closed' | 'silent'>;
  /** A connection of its own with its first channel, on which nothing has been said; lost when there is none. */
  connect(shape?: OfferShape): Promise<Wire>;
  /** The same where that is the question: closed or silent when none comes in `within` milliseconds. */
  tryConnect(shape: OfferShape, within?: number): Promise<Wire | 'closed' | 'silent'>;
  /** A bound channel, of a connection that cases share; of its own where the case breaks it. */
  bound(connection?: 'shared' | 'own'): Promise<Wire>;
  /** The HTTP service behind the daemon: skipped where the operator gave none. */
  service(): Promise<Service>;
  /** Another daemon with these settings: skipped where we do not start it. */
  variant(settings: Settings): Promise<OpenhostPort>;
  /**
   * A daemon that tunnels WebSockets at `/live` and `/live/no`: this one if it does, where we start none. `alone`: and
   * nowhere else.
   */
  tunnelling(alone?: 'alone'): Promise<OpenhostPort>;
  /** Tries to start a daemon with these settings: rejected when it ends by itself. */
  starts(settings: Settings): Promise<'up' | 'rejected'>;
  /** Breaks its database of pairs until it has looked at it and `meanwhile` is over: only of a variant that `breaks`. */
  breakPairs<T>(meanwhile: () => Promise<T>): Promise<T>;
  /** The same identity, stopped and started. */
  restarted(): Promise<Restarted>;
}

export interface Restarted {
  readonly before: Published;
  /** The first packet with a larger seq that a relay has after the restart. */
  readonly after: Published | 'silent';
  /** The seq of the last packet that a relay of ours rejected meanwhile, because it has a newer one. */
  readonly rejected?: bigint;
}

export interface Settings {
  readonly websockets?: readonly string[] | null;
  readonly forward?: 'none' | 'down';
  readonly host?: string;
  /** Bytes of a request body. */
  readonly maxBody?: number;
  /** Clients are watched, and paired only when asked for. */
  readonly unpaired?: boolean;
  /** Its database of pairs will be broken for a while: no other case may share it. */
  readonly breaks?: true;
  /** Only cases that name the same purpose share it: nobody else makes it publish. */
  readonly aside?: string;
  readonly turn?: { readonly ip: Uint8Array; readonly port: number };
  /** The discovery text of its record. */
  readonly disc?: string;
}

export interface Published {
  readonly seq: bigint;
  /** On our clock, in seconds. */
  readonly seenAt: number;
  readonly dnsLength: number;
  readonly outerSignature: boolean;
  readonly records: readonly { readonly label: string; readonly ttl: number; readonly value: string }[];
  /** The one `_openhost` record, or what is wrong with it. */
  readonly host: HostFields | { readonly refused: string };
}

export interface HostFields {
  readonly version: number;
  readonly ts: number;
  readonly dtlsFp: Uint8Array;
  readonly roles: string;
  readonly salt: Uint8Array;
  readonly disc: string;
  readonly turnPort?: number;
}

/** How an offer differs from a right one. */
export interface OfferShape {
  readonly mode?: BindingMode;
  readonly version?: 1 | 2 | 3;
  readonly compression?: 'zlib' | 'none';
  readonly setup?: 'active' | 'actpass';
  readonly sdp?: (sdp: string) => string;
  readonly blob?: (blob: Uint8Array) => Uint8Array;
  readonly body?: (body: Uint8Array) => Uint8Array;
  /** With the compression tag. */
  readonly plaintext?: (plaintext: Uint8Array) => Uint8Array;
  readonly sealed?: (sealed: Uint8Array) => Uint8Array;
  readonly certificate?: 'stolen' | 'other';
  /** The key inside is not the key that signs. */
  readonly stranger?: true;
  /** Not paired. */
  readonly unpaired?: true;
  /** Seconds that its packet is old. */
  readonly age?: number;
  /** The two DTLS cipher suites that the client offers. */
  readonly suites?: readonly [number, number];
}

/** Silent: nothing came, and then an answer to a right offer of the same client did. */
export type Offered = Answered | 'silent';

export interface Answered {
  readonly labels: readonly string[];
  readonly ttls: readonly number[];
  readonly prefix: string;
  readonly envelopes: readonly Uint8Array[];
  readonly compression: number;
  /** What is in the fragments, or why they cannot be read. */
  readonly answer: Answer | { readonly refused: string };
  readonly offerHash: Uint8Array;
  readonly published: Published;
  /** Milliseconds from offer to answer. */
  readonly took: number;
}

export interface HeardFrame {
  readonly type: number;
  readonly requestId: number;
  readonly payload: Uint8Array;
}

export type Heard = HeardFrame | 'closed' | 'silent';

/** A data channel, frame by frame. */
export interface Wire {
  readonly client: Uint8Array;
  /** Milliseconds without anything after which it is called silent. */
  readonly patience: number;
  send(type: number, payload?: Uint8Array, requestId?: number): Promise<void>;
  /** One message of exactly these bytes; `moved` is called whenever the daemon takes some of what was sent. */
  raw(bytes: Uint8Array, moved?: () => void): Promise<void>;
  /** The next frame, or that the channel is closed, or that neither came in time. */
  next(): Promise<Heard>;
  /** The frames up to the end of the channel, or up to where nothing more comes, or up to where too many do. */
  rest(): Promise<Rest>;
  /** What AUTH_CLIENT has to carry, or something close to it. */
  proof(nonce: Uint8Array, wrong?: Proof): Uint8Array;
  hostProved(nonce: Uint8Array, payload: Uint8Array): boolean;
  /** Frames that came in the shape of before v2. */
  readonly legacy: number;
  /** Another channel of the same connection. Closed: the connection is gone. */
  another(): Promise<Wire | 'closed' | 'silent'>;
  readonly open: boolean;
  close(): void;
  /** Ends the connection, with all its channels. */
  disconnect(): Promise<void>;
}

export interface Rest {
  readonly frames: readonly HeardFrame[];
  readonly end: 'closed' | 'silent' | 'endless';
}

export interface Proof {
  readonly mode?: BindingMode;
  readonly host?: Uint8Array;
  readonly swapped?: true;
  /** `other`: signed by another key than it names. `stranger`: names another key than the offer, and that key signs. */
  readonly key?: 'other' | 'unsigned' | 'stranger';
}

export interface ServiceRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export interface Service {
  readonly authority: string;
  /** The requests that carried this mark in their path, in order. */
  seen(mark: string): readonly ServiceRequest[];
  /** Text that makes a path unique. */
  mark(): string;
  /** What becomes of the tunnel that carried this mark within so many milliseconds. */
  tunnelAfter(mark: string, within: number): Promise<'closed' | 'open' | 'never there'>;
}

/** What a case that is put to a daemon is given. */
export type Given = Context & { readonly openhost: OpenhostPort };

declare module '../model.js' {
  interface Ports {
    readonly openhost: OpenhostPort;
  }
}
