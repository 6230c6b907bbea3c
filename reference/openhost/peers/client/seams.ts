import type { Frame } from '../../frame.js';
import type { OfferBlob } from '../../offer_blob.js';
import type { TextRecord } from '../../packet.js';
import type { LabelledFragment } from '../../reassembly.js';
import type { HostRecord } from '../../record.js';
import type { ChangeSuites } from '../rtc/hello.js';
import type { Found, Substrate } from '../substrate.js';

/** The points at which a client can go wrong. Each default returns what it is given. */
export interface ClientSeams {
  /** The packet of the host. */
  packet(
    right: () => Promise<Found | undefined>,
    substrates: readonly Substrate[],
    name: string,
  ): Promise<Found | undefined>;
  record(right: () => HostRecord, records: readonly TextRecord[]): HostRecord;
  fresh(fresh: boolean): boolean;
  offerBlob(blob: OfferBlob): OfferBlob;
  offerBody(body: Uint8Array): Uint8Array;
  plaintext(plaintext: Uint8Array): Uint8Array;
  offerRecords(records: readonly TextRecord[]): readonly TextRecord[];
  reassemble(
    right: () => Uint8Array | undefined,
    fragments: readonly LabelledFragment[],
  ): Uint8Array | undefined;
  unwrap(right: () => Uint8Array, plaintext: Uint8Array): Uint8Array;
  answerBody(body: Uint8Array): Uint8Array;
  daemonKey(matches: boolean): boolean;
  offerHash(matches: boolean): boolean;
  setup(check: () => unknown): unknown;
  pinned(fingerprint: Uint8Array): Uint8Array | undefined;
  /** Whether the host has to prove that the certificate it shows is its own. */
  possession(demanded: boolean): boolean;
  /** The cipher suite that it reads from the hello of the host. */
  takenSuite?: ChangeSuites;
  /** What comes on the channel, before it is read. */
  message(bytes: Uint8Array): Uint8Array;
  /** Whether the host has proven itself. */
  proven(proven: boolean): boolean;
  /** What AUTH_NONCE carries. */
  nonce(payload: Uint8Array): Uint8Array;
  signature(signature: Uint8Array): Uint8Array;
  outgoing(frame: Frame): readonly Frame[];
  encode(frame: Frame, bytes: Uint8Array): Uint8Array;
  /** What is shown of an ERROR. */
  diagnostic(shown: string, text: string): string;
  /** Told why the channel is torn down; returns true to go on. */
  forgive(reason: string): boolean;
}

const same = <T>(value: T): T => value;

export const rightClient: ClientSeams = Object.freeze({
  packet: (right: () => Promise<Found | undefined>) => right(),
  record: (right: () => HostRecord) => right(),
  fresh: same,
  offerBlob: same,
  offerBody: same,
  plaintext: same,
  offerRecords: same,
  reassemble: (right: () => Uint8Array | undefined) => right(),
  unwrap: (right: () => Uint8Array) => right(),
  answerBody: same,
  daemonKey: same,
  offerHash: same,
  setup: (check: () => unknown) => check(),
  pinned: same,
  possession: same,
  message: same,
  proven: same,
  nonce: same,
  signature: same,
  outgoing: (frame: Frame) => [frame],
  encode: (_frame: Frame, bytes: Uint8Array) => bytes,
  diagnostic: same,
  forgive: () => false,
});
