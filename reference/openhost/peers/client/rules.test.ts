import { expect, it } from 'vitest';
import { rejectionOf } from '../../../bytes/error.js';
import { offerName } from '../../labels.js';
import { HOST_LABEL } from '../../packet.js';
import { describe } from '../../sdp.js';
import { createIdentity } from '../identity.js';
import { CLIENT_RULES } from './rules.js';

const client = createIdentity(new Uint8Array(32).fill(1));
const host = createIdentity(new Uint8Array(32).fill(2));
const message = new Uint8Array(32).fill(3);

it('takes a nonce of 32 bytes only', () => {
  for (const length of [0, 31, 33, 64])
    expect(CLIENT_RULES.readNonce(new Uint8Array(length))).toBeUndefined();
  expect(CLIENT_RULES.readNonce(message)).toBe(message);
});

it.each<[string, Uint8Array, boolean]>([
  ['of the host', host.sign(message), true],
  ['of another key', client.sign(message), false],
  ['over another message', host.sign(new Uint8Array(32)), false],
  ['with a bit changed', host.sign(message).map((byte, at) => (at === 9 ? byte ^ 1 : byte)), false],
  ['without its last byte', host.sign(message).subarray(0, 63), false],
  ['with one byte more', Uint8Array.of(...host.sign(message), 0), false],
  ['of no bytes', new Uint8Array(0), false],
])('judges a signature %s', (_what, signature, right) => {
  expect(CLIENT_RULES.verifyAuthHost(host.publicKey, message, signature)).toBe(right);
});

it('signs with the key of the client', () => {
  expect(CLIENT_RULES.signAuthClient(client, message)).toEqual(client.sign(message));
});

it('pins the fingerprint of the record, whatever the answer names', () => {
  const recorded = new Uint8Array(32).fill(9);
  expect(CLIENT_RULES.pinFingerprint(recorded, 'a=fingerprint:sha-256 00')).toBe(recorded);
  expect(CLIENT_RULES.demandsPossession()).toBe(true);
});

it('names its offer for the host, with a TTL of 30 seconds', () => {
  expect(CLIENT_RULES.offerRecords(host.publicKey, 'sealed')).toEqual([
    { label: offerName(host.publicKey), ttl: 30, value: 'sealed' },
  ]);
});

it('reads back the offer body that it wrote', () => {
  const body = Uint8Array.from({ length: 300 }, (_, at) => at & 255);
  expect(CLIENT_RULES.uncompress(CLIENT_RULES.compressOffer(body), 'spec')).toEqual(body);
});

it('accepts an answer that asserts passive, and no other', () => {
  const answer = (setup: 'active' | 'passive' | 'actpass') => {
    const strings = { ufrag: 'abcd', pwd: 'x'.repeat(22) };
    return describe({ ...strings, fingerprint: message, setup, candidates: [] });
  };
  expect(rejectionOf(() => CLIENT_RULES.checkSetup(answer('passive'), 'spec'))).toBeUndefined();
  for (const setup of ['active', 'actpass'] as const) {
    expect(rejectionOf(() => CLIENT_RULES.checkSetup(answer(setup), 'spec'))).toBeDefined();
  }
});

it('reads no host record from a packet that has none', () => {
  const records = [{ label: 'openhost', ttl: 300, value: '' }];
  expect(rejectionOf(() => CLIENT_RULES.readHostRecord(records, host.publicKey))?.code).toBe(
    'packet/no-record',
  );
  const empty = [{ label: HOST_LABEL, ttl: 300, value: '' }];
  expect(rejectionOf(() => CLIENT_RULES.readHostRecord(empty, host.publicKey))?.code).toBe(
    'record/too-short',
  );
});

it('is frozen: a mutant is another record', () => {
  expect(Object.isFrozen(CLIENT_RULES)).toBe(true);
});
