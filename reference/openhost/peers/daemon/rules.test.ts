import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { authBytes } from '../../binding.js';
import { createIdentity } from '../identity.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { CHANNEL_FAULTS, type ChannelFault } from './channel_fault.js';
import { DAEMON_RULES as rules } from './rules.js';

const client = createIdentity(new Uint8Array(32).fill(1));
const host = { label: '_openhost', ttl: 300, value: 'host' };
const answers = [{ label: '_answer-a-0', ttl: 30, value: 'a' }];

it('counts the sequence number in the unit of the dialect', () => {
  expect([rules.sequence(7n, 'spec'), rules.sequence(7n, 'deployed')]).toEqual([7n, 7_000_000n]);
});

it('puts the record of the host before the answers', () => {
  expect(rules.packetRecords(host, answers)).toEqual([host, ...answers]);
});

it('takes an offer for fresh within two hours', () => {
  const ages = [-7201n, -7200n, 0n, 7200n, 7201n];
  expect(ages.map((age) => rules.isFresh(10_000n - age, 10_000n))).toEqual([false, true, true, true, false]);
});

it('knows a replay by the sealed box of the last answer', () => {
  expect(rules.isReplay('box', 'box')).toBe(true);
  expect(rules.isReplay('box', 'other')).toBe(false);
  expect(rules.isReplay('box', undefined)).toBe(false);
});

it('compares keys over their whole length', () => {
  const key = client.publicKey;
  type Compare = (one: Uint8Array, other: Uint8Array) => boolean;
  const isSigner: Compare = (one, other) => rules.isSigner(one, other, 3);
  const isOfferer: Compare = (one, other) => rules.isOfferer(one, other, 'exporter');
  for (const same of [isSigner, isOfferer]) {
    expect(same(key, key.slice())).toBe(true);
    expect(
      same(
        key,
        key.map((byte, at) => (at === 31 ? byte ^ 1 : byte)),
      ),
    ).toBe(false);
    expect(same(key, key.subarray(0, 31))).toBe(false);
  }
});

it('binds in a listed mode only', () => {
  expect(rules.bindsIn('exporter', ['exporter'])).toBe(true);
  expect(rules.bindsIn('cert_fp', ['exporter'])).toBe(false);
  expect(rules.bindsIn('exporter', [])).toBe(false);
});

it('is the DTLS server, shows its own certificate, and pins that of the offer', () => {
  const certificate = createDtlsCertificate();
  expect(rules.dtlsRole()).toBe('server');
  expect(rules.demandsPossession()).toBe(true);
  expect(rules.showCertificate(certificate)).toBe(certificate);
  expect(rules.pinFingerprint(certificate.fingerprint, 3)).toBe(certificate.fingerprint);
});

it('makes another nonce of 32 bytes for each channel', () => {
  const nonces = Array.from({ length: 8 }, () => rules.nonce());
  expect(nonces.every(({ length }) => length === 32)).toBe(true);
  expect(new Set(nonces.map((one) => Buffer.from(one).toString('hex'))).size).toBe(8);
});

it('signs over the session and the key of the client', () => {
  const session = { secret: new Uint8Array(32), hostPk: client.publicKey, nonce: new Uint8Array(32) };
  const clientPk = new Uint8Array(32).fill(8);
  const message = authBytes(session, clientPk);
  expect(rules.authMessage({ ...session, clientPk }, 'exporter')).toEqual(message);
  expect(rules.verifyAuthClient(client.publicKey, message, client.sign(message), 'exporter')).toBe(true);
  expect(rules.verifyAuthClient(client.publicKey, message, new Uint8Array(64), 'exporter')).toBe(false);
});

it('ends the connection with a failed binding, except in the deployed dialect', () => {
  expect([rules.disconnects('spec'), rules.disconnects('deployed')]).toEqual([true, false]);
});

it.each<[string, readonly string[], boolean]>([
  ['a listed path', ['/live'], true],
  ['a path below a listed one', ['/'], false],
  ['any path', ['*'], true],
  ['a star that is not alone in front', ['/a', '*'], false],
  ['no path', [], false],
])('upgrades %s', (_what, listed, upgrades) => {
  expect(rules.upgradesPath('/live', listed)).toBe(upgrades);
});

it('accepts a list of paths that is absent or has a path', () => {
  expect([undefined, ['/a'], []].map(rules.acceptsPaths)).toEqual([true, true, false]);
});

it('shows the client of an upgrade no status but 101', () => {
  expect([100, 101, 200, 0].map(rules.passesStatus)).toEqual([false, true, false, false]);
});

it('ends the service with the channel, and the channel with the service', () => {
  let ended = '';
  rules.leaveService({ destroy: () => (ended += 'service ') } as unknown as Socket);
  rules.serviceLeft(() => {
    ended += 'channel';
  });
  expect(ended).toBe('service channel');
});

it('closes for each fault, with a diagnostic of its own', () => {
  const faults: readonly ChannelFault[] = [
    'binding-timeout',
    'not-auth-client',
    'auth-client-length',
    'other-client',
    'client-signature',
    'auth-after-binding',
    'malformed-frame',
    'malformed-head',
    'second-head',
    'too-many-requests',
    'body-without-head',
    'body-too-large',
    'end-without-head',
    'frame-before-upgrade',
    'frame-in-tunnel',
    'unexpected-frame',
    'upstream-failed',
  ];
  const diagnostics = faults.map((fault) => rules.closeReason(fault));
  expect(diagnostics).toEqual(faults.map((fault) => CHANNEL_FAULTS[fault]));
  expect(new Set(diagnostics).size).toBe(faults.length);
});

it('is frozen: a mutant is another record', () => {
  expect(Object.isFrozen(rules)).toBe(true);
});
