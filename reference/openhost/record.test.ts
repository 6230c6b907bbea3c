import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../bytes/error.js';
import { publicKeyOf } from '../crypto/ed25519.js';
import { address } from './identity.js';
import { canonical, type HostRecord, isFresh, openRecord, readRecord, signRecord } from './record.js';

const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const shared = {
  ts: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  dtlsFp: octets(32),
  roles: fc.string({ minLength: 1, maxLength: 255 }),
  salt: octets(32),
  disc: fc.string({ maxLength: 256 }),
};
const turn = fc.record({
  ip: octets(4).filter((ip) => ip[0] !== 127 && ip.some((byte) => byte !== 0)),
  port: fc.integer({ min: 1, max: 0xffff }),
});
const records: fc.Arbitrary<HostRecord> = fc.oneof(
  fc.record({ version: fc.constant(2 as const), ...shared }),
  fc.record({ version: fc.constant(3 as const), ...shared, turn }),
);

describe('a record', () => {
  test('decodes an encoded record, and encodes it to the same bytes again', () => {
    fc.assert(
      fc.property(records, (record) => {
        const bytes = canonical.encode(record);
        expect(canonical.decode(bytes)).toEqual(record);
        expect(canonical.encode(canonical.decode(bytes))).toEqual(bytes);
      }),
    );
  });

  test('opens for its signer, and for no key after a letter has changed', () => {
    fc.assert(
      fc.property(records, octets(32), fc.nat(), (record, seed, where) => {
        const value = signRecord(seed, record);
        const trusting = { publicKey: publicKeyOf(seed), now: record.ts };
        expect(openRecord(value, trusting)).toEqual(record);
        const at = where % value.length;
        const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
        expect(() => openRecord(changed, trusting)).toThrow(DecodeError);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a record of another time', () => {
  const seed = new Uint8Array(32).fill(1);
  const ts = 1_700_000_000n;
  const value = signRecord(seed, {
    version: 2,
    ts,
    dtlsFp: seed,
    roles: 'server',
    salt: seed,
    disc: '',
  });
  const publicKey = publicKeyOf(seed);

  test('is read, and acted on within two hours only', () => {
    const record = readRecord(value, publicKey);
    expect(record.ts).toBe(ts);
    for (const off of [-7200n, 0n, 7200n]) {
      expect(isFresh(record, ts + off)).toBe(true);
      expect(openRecord(value, { publicKey, now: ts + off })).toEqual(record);
    }
    for (const off of [-7201n, 7201n]) {
      expect(isFresh(record, ts + off)).toBe(false);
      expect(() => openRecord(value, { publicKey, now: ts + off })).toThrow('record/stale');
    }
  });

  test('is not even read for another key', () => {
    expect(() => readRecord(value, publicKeyOf(new Uint8Array(32).fill(2)))).toThrow('record/signature');
  });
});

describe('an address', () => {
  const paths = fc.string().map((text) => `/${text.replace(/[?#]/g, '')}`);

  test('decodes an encoded value, and accepts no second spelling of it', () => {
    fc.assert(
      fc.property(octets(32), paths, (seed, path) => {
        const one = { publicKey: publicKeyOf(seed), path };
        const text = address.encode(one);
        expect(address.decode(text)).toEqual(one);
        const loud = text.slice(0, 57).toUpperCase() + text.slice(57);
        expect(() => address.decode(loud)).toThrow(DecodeError);
      }),
      { numRuns: 50 },
    );
  });
});
