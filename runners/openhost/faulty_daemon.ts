import { deflateSync } from 'node:zlib';
import { concat } from '../../reference/bytes/writer.js';
import { both, encoded, sent } from '../../reference/mutants/openhost/frame_changes.js';
import type { DaemonChange } from '../../reference/mutants/openhost/mutant.js';
import { split } from '../../reference/openhost/fragment.js';
import { encodeLegacy, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { TextRecord } from '../../reference/openhost/packet.js';
import type { DaemonOptions } from '../../reference/openhost/peers/daemon/options.js';
import type { DaemonRules } from '../../reference/openhost/peers/daemon/rules.js';
import { createDtlsCertificate, stolen } from '../../reference/openhost/peers/rtc/certificate.js';
import type { Lie } from '../../suites/openhost/clients/port.js';
import { KEY_AT, legacyAnswer } from './legacy_answer.js';
import { flip } from './relay_lies.js';

/** The faults of our daemon toward a client. */
export interface Lying extends Partial<DaemonOptions> {
  readonly change?: DaemonChange;
  /** Removes the fault from its next packet on. */
  readonly relent?: () => void;
}

export function lying(lie: Lie): Lying {
  if (lie === 'turn-record') return withTurn;
  if (lie === 'turn-stale-record') return { ...withTurn, change: stale };
  if (lie === 'turn-inner-signature') return { ...withTurn, change: unsigned };
  if (lie === 'long-record') return { disc: 'x'.repeat(40) };
  if (lie === 'answer-v1') return { change: legacyAnswer() };
  if (lie === 'answer-v1-fingerprint') return { change: legacyAnswer(createDtlsCertificate()) };
  if (lie === 'cut-frames') return { change: cutFrames };
  if (lie === 'fragment-zero-late') return zeroLate();
  // The answer needs two fragments in either dialect: a single one cannot be mixed up.
  const fragments = lie.startsWith('fragment-') && lie !== 'fragment-too-long';
  const change = changes[lie];
  const all = [...(fragments ? [inTwo] : []), ...(change ? [change] : [])];
  return all.length === 0 ? {} : { change: both<DaemonRules>(...all) };
}

const withTurn: Lying = { turn: { ip: Uint8Array.of(198, 51, 100, 7), port: 3478 } };

const inTwo: DaemonChange = () => ({ splitAnswer: (sealed) => split(sealed, 'spec') });

const shifted =
  (by: bigint): DaemonChange =>
  ({ hostRecord, sequence }) => ({
    hostRecord: (facts, ts) => hostRecord(facts, ts + by),
    sequence: (ts, dialect) => sequence(ts + by, dialect),
  });
/** Publishes other records than these. */
const records =
  (change: (all: readonly TextRecord[]) => readonly TextRecord[]): DaemonChange =>
  ({ packetRecords }) => ({ packetRecords: (host, answers) => change(packetRecords(host, answers)) });
const answerBody =
  (change: (body: Uint8Array) => Uint8Array): DaemonChange =>
  ({ encodeAnswer }) => ({ encodeAnswer: (answer) => change(encodeAnswer(answer)) });
/** Seals other bytes, compression tag and all. */
const compressed =
  (change: (wrapped: Uint8Array) => Uint8Array): DaemonChange =>
  ({ compressAnswer }) => ({ compressAnswer: (body) => change(compressAnswer(body)) });
const changed = (record: TextRecord, change: (bytes: Uint8Array) => Uint8Array): TextRecord => ({
  ...record,
  value: Buffer.from(change(new Uint8Array(Buffer.from(record.value, 'base64url')))).toString('base64url'),
});
const stale = shifted(-10_000n);
const unsigned = records((all) =>
  all.map((record) => (record.label === '_openhost' ? changed(record, flip(3)) : record)),
);
const inFragment = (index: number, change: (bytes: Uint8Array) => Uint8Array): DaemonChange =>
  records((all) =>
    all.map((record) =>
      record.label.startsWith('_answer-') && record.label.endsWith(`-${index}`)
        ? changed(record, change)
        : record,
    ),
  );
/** Sends messages that end in the middle of a frame. The next message begins with the rest of it. */
function cutFrames(rules: DaemonRules): Partial<DaemonRules> {
  let rest: Uint8Array = new Uint8Array(0);
  return encoded(({ type }, bytes) => {
    if (type !== T.RESPONSE_HEAD && type !== T.RESPONSE_BODY && type !== T.RESPONSE_END) return bytes;
    const whole = concat(rest, bytes);
    // Cuts once in the payload of the head, and once in the header of the next frame.
    const end = type === T.RESPONSE_END ? whole.length : rest.length + (type === T.RESPONSE_HEAD ? 20 : 4);
    rest = whole.subarray(end);
    return whole.subarray(0, end);
  })(rules);
}

/** Does not publish the first fragment. */
function zeroLate(): Lying {
  let late = true;
  return {
    relent() {
      late = false;
    },
    change: both<DaemonRules>(
      inTwo,
      records((all) => all.filter(({ label }) => !late || !/^_answer-.*-0$/.test(label))),
    ),
  };
}
const attack = `\u001b[2J\u001b[31m<script>alert(1)</script>\u0007${'A'.repeat(20_000)}`;
/** Offsets in a body of version 2: separator 22, key 32, hash 32, length 2. */
const blob = KEY_AT + 66;

const changes: Partial<Record<Lie, DaemonChange>> = {
  'stale-record': stale,
  'future-record': shifted(10_000n),
  'inner-signature': unsigned,
  'record-version': ({ canonicalRecord }) => ({
    canonicalRecord: (record) => canonicalRecord(record).with(10, 4),
  }),
  'two-records': records((all) => [...all.slice(0, 1), ...all]),
  'other-certificate': () => ({ showCertificate: () => createDtlsCertificate() }),
  'stolen-certificate': () => ({ showCertificate: stolen }),
  // TLS_ECDHE_ECDSA_WITH_NULL_SHA, which nobody offers.
  'other-suite': () => ({ takenSuite: () => Uint8Array.of(0xc0, 0x06) }),
  'setup-active': ({ answerBlob }) => ({
    answerBlob: (reach) => ({ ...answerBlob(reach), setup: 'active' }),
    dtlsRole: () => 'client',
  }),
  'answer-of-another-host': answerBody(flip(KEY_AT)),
  'answer-to-another-offer': ({ offerHash }) => ({ offerHash: (read) => flip(0)(offerHash(read)) }),
  'answer-flags': answerBody((body) => body.with(blob + 1, (body[blob + 1] ?? 0) | 0x80)),
  'answer-blob-version': answerBody((body) => body.with(blob, 2)),
  'answer-tag': compressed((wrapped) => wrapped.with(0, 9)),
  'answer-uncompressed': () => ({ compressAnswer: (body) => concat(Uint8Array.of(1), body) }),
  // No valid answer is this long, so zeros follow it.
  'answer-bomb': () => ({
    compressAnswer: (body) =>
      concat(Uint8Array.of(2), deflateSync(concat(body, new Uint8Array(65_537 - body.length)))),
  }),
  'answer-broken-zlib': compressed((wrapped) => flip(wrapped.length - 1)(wrapped)),
  'fragment-total': inFragment(1, (bytes) => bytes.with(2, 3)),
  'fragment-index': inFragment(1, (bytes) => bytes.with(1, 0)),
  // All fragments are there, but one more is announced.
  'fragment-missing': records((all) =>
    all.map((record) =>
      record.label.startsWith('_answer-')
        ? changed(record, (bytes) => bytes.with(2, (bytes[2] ?? 0) + 1))
        : record,
    ),
  ),
  'fragment-duplicate': records((all) => [
    ...all,
    ...all.filter(({ label }) => /^_answer-.*-1$/.test(label)),
  ]),
  'fragment-zero-total': inFragment(0, (bytes) => bytes.with(2, 0)),
  'fragment-index-over': inFragment(1, (bytes) => bytes.with(1, 7)),
  'fragment-too-long': () => ({ splitAnswer: (sealed) => split(sealed, 'deployed') }),
  'host-signature': sent(T.AUTH_HOST, (frame) => [{ ...frame, payload: new Uint8Array(64) }]),
  'host-length': sent(T.AUTH_HOST, (frame) => [{ ...frame, payload: frame.payload.subarray(1) }]),
  // A client that pads the short fragment with zeros gets the complete answer.
  'nonce-length': (rules) => ({
    nonce: () => rules.nonce().with(31, 0),
    ...sent(T.AUTH_NONCE, (frame) => [{ ...frame, payload: frame.payload.subarray(0, 31) }])(rules),
  }),
  'legacy-frames': encoded((frame, bytes) => (frame.requestId === 0 ? encodeLegacy(frame) : bytes)),
  'reserved-type': encoded((frame, bytes) => (frame.type === T.RESPONSE_HEAD ? bytes.with(1, 0x44) : bytes)),
  'oversize-frame': encoded((frame, bytes) =>
    frame.type === T.RESPONSE_HEAD ? bytes.fill(0xff, 6, 10) : bytes,
  ),
  'ping-first': sent(T.RESPONSE_HEAD, (frame) => [
    { type: T.PING, requestId: 0, payload: new Uint8Array(0) },
    frame,
  ]),
  'error-frame': sent(T.RESPONSE_HEAD, () => [{ type: T.ERROR, requestId: 0, payload: Buffer.from(attack) }]),
};
