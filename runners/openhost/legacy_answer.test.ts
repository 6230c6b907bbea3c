import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { answer } from '../../reference/openhost/answer.js';
import { unwrap } from '../../reference/openhost/compression.js';
import { DAEMON_RULES, type DaemonRules } from '../../reference/openhost/peers/daemon/rules.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { KEY_AT, legacyAnswer } from './legacy_answer.js';

const identity = createIdentity();
const certificate = createDtlsCertificate();
const offerSdpHash = new Uint8Array(32).fill(5);
const reach = {
  ...{ ufrag: 'efgh', pwd: 'abcdefghijklmnopqrstuvwx' },
  candidates: [{ address: '127.0.0.1', port: 5000 }],
} as const;

const rulesOf = (...shown: Parameters<typeof legacyAnswer>): DaemonRules => ({
  ...DAEMON_RULES,
  ...legacyAnswer(...shown)(DAEMON_RULES),
});

/** The compressed answer of a daemon of these rules, after its record. */
function answered(rules: DaemonRules): Uint8Array {
  rules.hostRecord({ identity, certificate }, 1n);
  const blob = rules.answerBlob(reach);
  return rules.compressAnswer(rules.encodeAnswer({ daemonPk: identity.publicKey, offerSdpHash, blob }));
}
const textOf = (fingerprint: Uint8Array) =>
  Array.from(fingerprint, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');

it('is a body of version 1 for the same key and offer, with the fingerprint of the record in its SDP', () => {
  const compressed = answered(rulesOf());
  expect(compressed[0]).toBe(2);
  const read = answer.decode(unwrap(compressed));
  expect(read).toMatchObject({ version: 1, daemonPk: identity.publicKey, offerSdpHash });
  const { sdp } = read as Extract<typeof read, { version: 1 }>;
  expect(sdp).toContain(`a=fingerprint:sha-256 ${textOf(certificate.fingerprint)}\r\n`);
  expect(sdp).toContain('a=ice-ufrag:efgh\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n');
  expect(sdp).toContain('a=setup:passive\r\n');
  expect(sdp).toMatch(/a=candidate:1 1 udp 1 127\.0\.0\.1 5000 typ host\r\n$/);
});

it('leaves out the optional lines, so that it fits into a packet with the record', () => {
  const sdp = Buffer.from(inflateSync(answered(rulesOf()).subarray(1))).toString('latin1');
  expect(sdp).not.toMatch(/rtcp-mux|end-of-candidates|generation/);
});

it('names and shows a given certificate in place of that of the record', () => {
  const other = createDtlsCertificate();
  const rules = rulesOf(other);
  expect(rules.showCertificate(certificate)).toBe(other);
  expect(rulesOf().showCertificate(certificate)).toBe(certificate);
  const sdp = Buffer.from(unwrap(answered(rules))).toString('latin1');
  expect(sdp).toContain(textOf(other.fingerprint));
  expect(sdp).not.toContain(textOf(certificate.fingerprint));
});

it('does not change the record or the blob, and compresses a body before any answer as it is', () => {
  const rules = rulesOf(createDtlsCertificate());
  const body = new Uint8Array(200).fill(1);
  expect(rules.compressAnswer(body)).toEqual(DAEMON_RULES.compressAnswer(body));
  const facts = { identity, certificate };
  expect(rules.hostRecord(facts, 7n)).toEqual(DAEMON_RULES.hostRecord(facts, 7n));
  expect(rules.answerBlob(reach)).toEqual(DAEMON_RULES.answerBlob(reach));
});

it('knows where the key of a body begins', () => {
  const blob = DAEMON_RULES.answerBlob(reach);
  const body = answer.encode({ daemonPk: identity.publicKey, offerSdpHash, blob });
  expect(body.slice(KEY_AT, KEY_AT + 32)).toEqual(identity.publicKey);
});
