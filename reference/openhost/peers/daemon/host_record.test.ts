import { expect, it } from 'vitest';
import { allowSalt } from '../../labels.js';
import { HOST_LABEL, HOST_TTL, signPacket } from '../../packet.js';
import { canonical, type HostRecord, signRecord } from '../../record.js';
import { createIdentity } from '../identity.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { memorySubstrate } from '../testing/rtc.js';
import { hostRecordOf, publishedTs } from './host_record.js';

const identity = createIdentity(new Uint8Array(32).fill(1));
const stranger = createIdentity(new Uint8Array(32).fill(2));
const certificate = createDtlsCertificate();
const never = new AbortController().signal;

it('states the certificate, the salt and the roles of the host', () => {
  const record = hostRecordOf({ identity, certificate }, 7n);
  expect(record).toEqual({
    version: 2,
    ts: 7n,
    dtlsFp: certificate.fingerprint,
    roles: 'server',
    salt: allowSalt(identity.seed),
    disc: '',
  });
  expect(canonical.decode(canonical.encode(record))).toEqual(record);
});

it('has version 3 when it names a TURN relay', () => {
  const turn = { ip: Uint8Array.of(198, 51, 100, 7), port: 3478 };
  const record = hostRecordOf({ identity, certificate, turn, roles: 'relay', disc: 'dht' }, 7n);
  expect(record).toMatchObject({ version: 3, turn, roles: 'relay', disc: 'dht' });
  expect(canonical.decode(canonical.encode(record))).toEqual(record);
});

const value = (seed = identity.seed, more: Partial<HostRecord> = {}) =>
  signRecord(seed, { ...hostRecordOf({ identity, certificate }, 1234n), ...more });
const packet = (text: string, signer = identity) =>
  signPacket(signer, 99n, [{ label: HOST_LABEL, ttl: HOST_TTL, value: text }]);

it.each<[string, Uint8Array | undefined, bigint]>([
  ['its record', packet(value()), 1234n],
  ['nothing', undefined, 0n],
  ['a packet of another key', packet(value(), stranger), 0n],
  ['a record that another key signed', packet(value(stranger.seed)), 0n],
  ['a packet without a record', signPacket(identity, 99n, []), 0n],
  ['junk', new Uint8Array(80), 0n],
])('reads the ts of the record that a substrate has of this host: %s', async (_what, payload, ts) => {
  const substrate = memorySubstrate();
  if (payload) substrate.packets.set(identity.name, payload);
  expect(await publishedTs(identity, [substrate], never)).toBe(ts);
});

it('begins anew when no substrate answers', async () => {
  const silent = { ...memorySubstrate(), get: () => Promise.reject(new Error('down')) };
  expect(await publishedTs(identity, [silent], never)).toBe(0n);
});
