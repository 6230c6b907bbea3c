import type { AnswerBlob } from '../../answer_blob.js';
import type { Session } from '../../binding.js';
import type { Dialect } from '../../dialect.js';
import type { Frame } from '../../frame.js';
import type { TextRecord } from '../../packet.js';
import type { HostRecord } from '../../record.js';
import type { DtlsCertificate } from '../rtc/certificate.js';
import type { ChangeSuites } from '../rtc/hello.js';

/** What the two signatures of the binding are made over. */
export interface Bound extends Session {
  readonly clientPk: Uint8Array;
}

/** The points at which a daemon can go wrong. Each default returns what it is given. */
export interface DaemonSeams {
  record(record: HostRecord): HostRecord;
  /** The bytes of the record, before they are signed. */
  canonical(bytes: Uint8Array): Uint8Array;
  /** The records of a packet, the answers among them. */
  records(records: readonly TextRecord[]): readonly TextRecord[];
  seq(seq: bigint): bigint;
  payload(payload: Uint8Array): Uint8Array;
  /** The database of pairs, at a poll; undefined when it cannot be read. */
  pairs(read: readonly string[] | undefined): readonly string[] | undefined;
  /** Told why an offer is refused; returns true to answer it all the same. */
  overlook(refusal: string): boolean;
  answerBlob(blob: AnswerBlob): AnswerBlob;
  offerHash(hash: Uint8Array): Uint8Array;
  /** What is in the box of an offer. */
  unsealed(right: () => Uint8Array, seed: Uint8Array, box: Uint8Array): Uint8Array;
  /** The plaintext and the body of an offer, before they are read. */
  offerPlaintext(plaintext: Uint8Array): Uint8Array;
  offerBody(body: Uint8Array): Uint8Array;
  /** The body of an answer, and its plaintext with the compression tag, before it is sealed. */
  answerBody(body: Uint8Array): Uint8Array;
  wrapAnswer(wrapped: Uint8Array, body: Uint8Array): Uint8Array;
  fragmentDialect(dialect: Dialect): Dialect;
  /** The certificate that is shown in the handshake. */
  certificate(certificate: DtlsCertificate): DtlsCertificate;
  /** The fingerprint that the peer is held to; undefined takes any. */
  pinned(fingerprint: Uint8Array): Uint8Array | undefined;
  /** Whether the peer has to prove that the certificate it shows is its own. */
  possession(demanded: boolean): boolean;
  /** The cipher suites that it reads from the hello of a client, and the one that it answers with. */
  offeredSuites?: ChangeSuites;
  takenSuite?: ChangeSuites;
  /** The side of the DTLS handshake that it takes. */
  role(role: 'server' | 'client'): 'server' | 'client';
  nonce(nonce: Uint8Array): Uint8Array;
  binding(bound: Bound): Bound;
  /** Whether the client has proven itself. */
  proven(proven: boolean): boolean;
  /** What comes on a channel, before it is read. */
  message(bytes: Uint8Array): Uint8Array;
  incoming(frame: Frame): Frame | undefined;
  /** What goes out in its place, without end if need be. */
  outgoing(frame: Frame): Iterable<Frame>;
  encode(frame: Frame, bytes: Uint8Array): Uint8Array;
  /** Told why a channel is torn down, or something refused; returns true to go on. */
  forgive(reason: string): boolean;
  /** Whether the connection goes with the channel whose binding failed. */
  disconnect(right: boolean): boolean;
  /** The names and values that go to the service. */
  headers(kept: readonly Header[], all: readonly Header[]): readonly Header[];
  /** Within which the service has to have answered; by default it may take its time. */
  serviceMs?: number;
  /** Whether a path may be upgraded. */
  upgrade(allowed: boolean): boolean;
  evict<A>(kept: readonly A[], all: readonly A[]): readonly A[];
}

export type Header = readonly [name: string, value: string];

const same = <T>(value: T): T => value;

export const rightSeams: DaemonSeams = Object.freeze({
  record: same,
  canonical: same,
  records: same,
  seq: same,
  payload: same,
  pairs: same,
  overlook: () => false,
  answerBlob: same,
  offerHash: same,
  unsealed: (right: () => Uint8Array) => right(),
  offerPlaintext: same,
  offerBody: same,
  answerBody: same,
  wrapAnswer: same,
  fragmentDialect: same,
  certificate: same,
  pinned: same,
  possession: same,
  role: same,
  nonce: same,
  binding: same,
  proven: same,
  message: same,
  incoming: same,
  outgoing: (frame: Frame) => [frame],
  encode: (_frame: Frame, bytes: Uint8Array) => bytes,
  forgive: () => false,
  disconnect: same,
  headers: same,
  upgrade: same,
  evict: same,
});
