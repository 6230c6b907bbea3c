import type { Answer } from '../../reference/openhost/answer.js';
import type { Dialect } from '../../reference/openhost/dialect.js';
import type { Frame } from '../../reference/openhost/frame.js';
import type { BindingMode } from '../../reference/openhost/offer_blob.js';
import type { Context } from '../model.js';

/** What a case may do to a running daemon. Each of its clients is new, and the daemon allows it. */
export interface OpenhostPort {
  readonly key: Uint8Array;
  readonly dialect: Dialect;
  /** Milliseconds to wait for a required event. */
  readonly patience: number;
  /** What a relay has under the key of the daemon. */
  publishes(): Promise<'a packet' | 'no DNS message' | 'nothing'>;
  /** The newest packet of the daemon. */
  published(): Promise<Published>;
  /** Makes the daemon publish again, and returns that packet. */
  renewed(): Promise<Published | 'silent'>;
  /**
   * Publishes this offer and returns the outcome. `silent` counts only if the daemon then answers the offer `known`. The
   * client first makes the offer `before`, if there is one, and gets an answer to it.
   */
  offer(shape?: OfferShape, known?: OfferShape, before?: OfferShape): Promise<Offered>;
  /** The same for an offer that must be rejected. `silent` counts only if the daemon answers a valid offer of the same client. */
  offerWrong(shape: OfferShape, before?: OfferShape): Promise<Offered>;
  /** Publishes an answered offer again, byte for byte, in a newer packet. */
  replay(): Promise<'answered' | 'silent'>;
  /** Milliseconds until the daemon continues the handshake after the DTLS hello of this client, at most `within`. */
  greets(shape: OfferShape, within: number): Promise<number | 'closed' | 'silent'>;
  /** A new connection with its first channel, before any frame. The case is lost without a connection. */
  connect(shape?: OfferShape): Promise<Wire>;
  /** The same for a case about the connection itself: `closed` or `silent` when none comes within `within` milliseconds. */
  tryConnect(shape: OfferShape, within?: number): Promise<Wire | 'closed' | 'silent'>;
  /** A bound channel of a shared connection, or of an own one for a case that breaks it. */
  bound(connection?: 'shared' | 'own'): Promise<Wire>;
  /** The HTTP service behind the daemon. The case is skipped when the operator named none. */
  service(): Promise<Service>;
  /** Another daemon with these settings. The case is skipped when we do not start the daemon. */
  variant(settings: Settings): Promise<OpenhostPort>;
  /**
   * A daemon that tunnels WebSockets at `/live` and `/live/no`, with `alone` at no other path. When we do not start the
   * daemon, it is this one, if it does.
   */
  tunnelling(alone?: 'alone'): Promise<OpenhostPort>;
  /** Tries to start a daemon with these settings. `rejected` means that it exited by itself. */
  starts(settings: Settings): Promise<'up' | 'rejected'>;
  /** Damages the pairing database until the daemon has read it and `meanwhile` has ended. Only for a variant with `breaks`. */
  breakPairs<T>(meanwhile: () => Promise<T>): Promise<T>;
  /** Stops the daemon and starts it with the same identity. */
  restarted(): Promise<Restarted>;
}

export interface Restarted {
  readonly before: Published;
  /** The first packet with a larger seq that a relay has after the restart. */
  readonly after: Published | 'silent';
  /** The seq of the last packet that our relay rejected during the restart, because it has a newer one. */
  readonly rejected?: bigint;
}

export interface Settings {
  readonly websockets?: readonly string[] | null;
  readonly forward?: 'none' | 'down';
  readonly host?: string;
  /** Bytes of a request body. */
  readonly maxBody?: number;
  /** The case will damage its pairing database, so no other case may share it. */
  readonly breaks?: true;
  /** Only cases that name the same purpose share the daemon, so no other case makes it publish. */
  readonly aside?: string;
  readonly turn?: { readonly ip: Uint8Array; readonly port: number };
  /** The discovery text of its record. */
  readonly disc?: string;
}

export interface Published {
  readonly seq: bigint;
  /** Seconds, by our clock. */
  readonly seenAt: number;
  readonly dnsLength: number;
  readonly outerSignature: boolean;
  readonly records: readonly { readonly label: string; readonly ttl: number; readonly value: string }[];
  /** The one `_openhost` record, or the code of its fault. */
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

/** How an offer differs from a valid one. */
export interface OfferShape {
  readonly mode?: BindingMode;
  readonly version?: 1 | 2 | 3;
  readonly compression?: 'zlib' | 'none';
  readonly setup?: 'active' | 'actpass';
  readonly sdp?: (sdp: string) => string;
  readonly blob?: (blob: Uint8Array) => Uint8Array;
  readonly body?: (body: Uint8Array) => Uint8Array;
  /** Changes the plaintext, which includes the compression tag. */
  readonly plaintext?: (plaintext: Uint8Array) => Uint8Array;
  readonly sealed?: (sealed: Uint8Array) => Uint8Array;
  readonly certificate?: 'stolen' | 'other';
  /** The key in the offer is not the key that signs the packet. */
  readonly stranger?: true;
  /** The client is not paired. */
  readonly unpaired?: true;
  /** The age of its packet in seconds. */
  readonly age?: number;
  /** The two DTLS cipher suites that the client offers. */
  readonly suites?: readonly [number, number];
}

/** `silent`: no answer came, and afterwards a valid offer of the same client was answered. */
export type Offered = Answered | 'silent';

export interface Answered {
  readonly labels: readonly string[];
  readonly ttls: readonly number[];
  readonly prefix: string;
  readonly envelopes: readonly Uint8Array[];
  readonly compression: number;
  /** The answer in the fragments, or the code of their fault. */
  readonly answer: Answer | { readonly refused: string };
  readonly offerHash: Uint8Array;
  readonly published: Published;
  /** Milliseconds from offer to answer. */
  readonly took: number;
}

export type Heard = Frame | 'closed' | 'silent';

/** A data channel, frame by frame. */
export interface Wire {
  readonly client: Uint8Array;
  /** Milliseconds without a frame after which the channel counts as silent. */
  readonly patience: number;
  send(type: number, payload?: Uint8Array, requestId?: number): Promise<void>;
  /** Sends one message of exactly these bytes. `moved` is called whenever the daemon has accepted some of them. */
  raw(bytes: Uint8Array, moved?: () => void): Promise<void>;
  /** The next frame, `closed`, or `silent` when neither comes in time. */
  next(): Promise<Heard>;
  /** The frames until the channel closes, until silence, or until there are too many. */
  rest(): Promise<Rest>;
  /** The payload of AUTH_CLIENT, correct or wrong in one respect. */
  proof(nonce: Uint8Array, wrong?: Proof): Uint8Array;
  hostProved(nonce: Uint8Array, payload: Uint8Array): boolean;
  /** How many frames came in version 1. */
  readonly legacy: number;
  /** Opens another channel of the same connection. `closed` means that the connection is gone. */
  another(): Promise<Wire | 'closed' | 'silent'>;
  readonly open: boolean;
  close(): void;
  /** Ends the connection, with all its channels. */
  disconnect(): Promise<void>;
}

export interface Rest {
  readonly frames: readonly Frame[];
  readonly end: 'closed' | 'silent' | 'endless';
}

export interface Proof {
  readonly mode?: BindingMode;
  readonly host?: Uint8Array;
  readonly swapped?: true;
  /** `other`: another key signs than the one it names. `stranger`: it names a key that is not in the offer, and that key signs. */
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
  /** The requests with this mark in their path, in order. */
  seen(mark: string): readonly ServiceRequest[];
  /** Text that makes a path unique. */
  mark(): string;
  /** The state of the tunnel with this mark, at most `within` milliseconds later. */
  tunnelAfter(mark: string, within: number): Promise<'closed' | 'open' | 'never there'>;
}

/** The context of a case for a daemon. */
export type DaemonContext = Context & { readonly openhost: OpenhostPort };

declare module '../model.js' {
  interface Ports {
    readonly openhost: OpenhostPort;
  }
}
