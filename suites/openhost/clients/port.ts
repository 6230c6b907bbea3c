import type { Dialect } from '../../../reference/openhost/dialect.js';
import type { Frame } from '../../../reference/openhost/frame.js';

/** What a case may do to a client under test: we play the relays, the daemon and the service. */
export interface OpenhostClientPort {
  readonly dialect: Dialect;
  /** The user declared the client a web page or an extension, which cannot read the TLS exporter. */
  readonly browser: boolean;
  /** Starts the client with the URL of `/hello` at a daemon that tells this lie, or none. */
  meet(lie?: Lie): Promise<Meeting>;
}

/** The steps of a client, in order. A case counts only if the client reached the step at which it meets the lie. */
export const STEPS = [
  'nothing',
  'asked a relay',
  'read the packet of the host',
  'published an offer',
  'read an answer',
  'opened a channel',
  'sent AUTH_CLIENT',
  'sent a request',
] as const;
export type Step = (typeof STEPS)[number];

export type Lie =
  | 'url-short'
  | 'url-alphabet'
  | 'url-query'
  | 'stale-record'
  | 'future-record'
  | 'inner-signature'
  | 'record-version'
  | 'two-records'
  | 'turn-record'
  | 'turn-stale-record'
  | 'turn-inner-signature'
  | 'long-record'
  | 'forged-packet'
  | 'later-forged-packet'
  | 'packet-of-another-key'
  | 'flood-of-a-relay'
  | 'one-lying-relay'
  | 'other-certificate'
  | 'stolen-certificate'
  | 'other-suite'
  | 'setup-active'
  | 'answer-of-another-host'
  | 'answer-to-another-offer'
  | 'answer-flags'
  | 'answer-tag'
  | 'answer-v1'
  | 'answer-v1-fingerprint'
  | 'answer-uncompressed'
  | 'answer-bomb'
  | 'answer-broken-zlib'
  | 'answer-blob-version'
  | 'fragment-two'
  | 'fragment-total'
  | 'fragment-index'
  | 'fragment-missing'
  | 'fragment-zero-total'
  | 'fragment-zero-late'
  | 'fragment-index-over'
  | 'fragment-too-long'
  | 'fragment-duplicate'
  | 'host-signature'
  | 'host-length'
  | 'nonce-length'
  | 'legacy-frames'
  | 'cut-frames'
  | 'reserved-type'
  | 'ping-first'
  | 'oversize-frame'
  | 'error-frame'
  | 'only-second-relay';

/**
 * An exit code, or how the client ended without one. `late`: it still ran at its deadline. `stopped`: we ended it because
 * it had read the same lie several times.
 */
export type ClientEnd = number | 'signal' | 'late' | 'stopped';

export interface Meeting {
  /** The client showed text that only the service knew. */
  readonly served: boolean;
  readonly ended: ClientEnd;
  /** The HTTP status that the client showed. */
  readonly status: number | 'none';
  /** Everything that the client showed. */
  readonly shown: string;
  readonly furthest: Step;
  readonly offer: MetOffer | 'silent' | 'unreadable';
  /** The frames that the client sent on its channel. */
  readonly frames: readonly Frame[];
  /** The frame version of each message that it sent. */
  readonly messages: readonly ('v2' | 'legacy')[];
}

export interface MetOffer {
  readonly labels: readonly string[];
  readonly ttls: readonly number[];
  readonly compression: number;
  readonly version: number;
  /** The flags of the blob in a version 3 body. */
  readonly flags: number;
  readonly families: readonly number[];
  readonly signerMatches: boolean;
}

declare module '../../model.js' {
  interface Ports {
    readonly openhostClient: OpenhostClientPort;
  }
}
