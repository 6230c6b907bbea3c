import { expect, it } from 'vitest';
import { HOST_LABEL, HOST_TTL, openPacket, signPacket, type TextRecord } from '../../packet.js';
import { type HostRecord, signRecord } from '../../record.js';
import { createIdentity } from '../identity.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { SubstrateError } from '../substrate.js';
import { memorySubstrate } from '../testing/rtc.js';
import { DialFailed } from './dial_failed.js';
import { type Dialling, type DialOptions, settingsOf } from './dial_options.js';
import { lookUp, parseUrl, recordOf, secondsOf } from './lookup.js';

const NOW = 1_800_000_000n;
const host = createIdentity(new Uint8Array(32).fill(1));
const stranger = createIdentity(new Uint8Array(32).fill(2));
const named = { name: host.name, key: host.publicKey };
const certificate = createDtlsCertificate();
const record = (ts = NOW): HostRecord => ({
  version: 2,
  ts,
  dtlsFp: new Uint8Array(32).fill(3),
  roles: 'server',
  salt: new Uint8Array(32).fill(4),
  disc: '',
});
const hostText = (one: HostRecord, seed = host.seed): TextRecord => ({
  label: HOST_LABEL,
  ttl: HOST_TTL,
  value: signRecord(seed, one),
});
const dialling = (more: Partial<DialOptions> = {}): Dialling => ({
  ...settingsOf({
    identity: stranger,
    certificate,
    substrates: [],
    now: () => Number(NOW) * 1000 + 999,
    ...more,
  }),
  host: named,
  signal: new AbortController().signal,
});
const packetOf = (seq: bigint, ...records: readonly TextRecord[]) =>
  openPacket(host.publicKey, signPacket(host, seq, records));

/** The message of the failure; undefined when there is none. */
async function failureOf(act: () => unknown): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof DialFailed) return error.message;
    throw error;
  }
}

it('reads the host and the path of a URL', () => {
  expect(parseUrl(`oh://${host.name}/a/b`)).toEqual({ ...named, path: '/a/b' });
  expect(parseUrl(`oh://${host.name}`).path).toBe('/');
});

it.each([
  ['another scheme', `https://${host.name}/`, 'url/scheme'],
  ['a short key', 'oh://abc/', 'identity/key-length'],
  ['a key with a letter of another alphabet', `oh://${'l'.repeat(52)}/`, 'zbase32/alphabet'],
  ['a query', `oh://${host.name}/?a`, 'url/query-or-fragment'],
  ['an empty text', '', 'url/scheme'],
])('rejects a URL with %s', async (_what, url, code) => {
  expect(await failureOf(() => parseUrl(url))).toBe(
    `url: must be oh:// and the 52 characters of a key (${code})`,
  );
});

it('reads the record of the host', () => {
  expect(recordOf(packetOf(NOW, hostText(record())), dialling())).toEqual(record());
});

it.each<[string, bigint, readonly TextRecord[], string]>([
  ['no record', NOW, [], 'packet/no-record'],
  ['two records', NOW, [hostText(record()), hostText(record())], 'packet/several-records'],
  ['a record that another key signed', NOW, [hostText(record(), stranger.seed)], 'record/signature'],
  ['a record that is no base64url', NOW, [{ ...hostText(record()), value: '*' }], 'base64url/alphabet'],
  ['a record that is too old', NOW - 7201n, [hostText(record(NOW - 7201n))], 'record/stale'],
  ['a record from the future', NOW + 7201n, [hostText(record(NOW + 7201n))], 'record/stale'],
  ['a seq one second after ts', NOW + 1n, [hostText(record())], 'record/drift'],
  ['a seq one second before ts', NOW - 1n, [hostText(record())], 'record/drift'],
  ['a seq in microseconds', NOW * 1_000_000n, [hostText(record())], 'record/drift'],
])('rejects a packet with %s', async (_what, seq, records, code) => {
  const failure = await failureOf(() => recordOf(packetOf(seq, ...records), dialling()));
  expect(failure).toMatch(new RegExp(`^resolve: ${code}`));
});

it('allows a record of two hours before and after', () => {
  for (const ts of [NOW - 7200n, NOW + 7200n]) {
    expect(recordOf(packetOf(ts, hostText(record(ts))), dialling()).ts).toBe(ts);
  }
});

it('counts seq in microseconds in the deployed dialect, and allows a difference of a second', async () => {
  const deployed = dialling({ dialect: 'deployed' });
  const of = (seq: bigint) => failureOf(() => recordOf(packetOf(seq, hostText(record())), deployed));
  expect(await of(NOW * 1_000_000n)).toBeUndefined();
  expect(await of((NOW + 2n) * 1_000_000n - 1n)).toBeUndefined();
  expect(await of((NOW - 1n) * 1_000_000n)).toBeUndefined();
  expect(await of((NOW + 2n) * 1_000_000n)).toMatch(/^resolve: record\/drift/);
  expect(await of(NOW)).toMatch(/^resolve: record\/drift/);
});

it('looks the host up in its substrates', async () => {
  const substrate = memorySubstrate();
  const look = () => lookUp(dialling({ substrates: [substrate] }));
  expect(await failureOf(look)).toBe('resolve: no relay has a packet of this host');
  await substrate.put(host.name, signPacket(stranger, NOW, [hostText(record())]));
  expect(await failureOf(look)).toBe('resolve: no relay has a packet of this host');
  await substrate.put(host.name, signPacket(host, NOW, [hostText(record())]));
  expect(await failureOf(look)).toBeUndefined();
});

it('tells why no substrate answers', async () => {
  const get = () => Promise.reject(new SubstrateError('relay.test does not answer in time'));
  const at = dialling({ substrates: [{ ...memorySubstrate(), get }] });
  expect(await failureOf(() => lookUp(at))).toBe('resolve: relay.test does not answer in time');
});

it('counts whole seconds', () => {
  expect(secondsOf(() => 1999)).toBe(1n);
});
