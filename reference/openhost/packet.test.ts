/** Signed packets against two others' readers and writers: dns-packet, and the packet of the npm package pkarr. */
import { decode, encode, type TxtAnswer } from 'dns-packet';
import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
// @ts-expect-error the package ships no types for this file
import SignedPacket from 'pkarr/lib/signed_packet.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { DecodeError } from '../bytes/error.js';
import { zbase32 } from '../bytes/zbase32.js';
import { publicKeyOf, sign } from '../crypto/ed25519.js';
import {
  decodeDns,
  encodeDns,
  hostRecord,
  MAX_DNS,
  openPacket,
  signPacket,
  type TextRecord,
} from './packet.js';

interface Pkarr {
  fromPacket(keys: object, packet: object, options: object): { bytes(): Uint8Array };
  fromBytes(key: Uint8Array, bytes: Uint8Array): { timestamp(): number; packet(): { answers: TxtAnswer[] } };
}
const pkarr = SignedPacket as Pkarr;

const seed = new Uint8Array(32).fill(9);
const signer = { publicKey: publicKeyOf(seed), sign: (message: Uint8Array) => sign(seed, message) };
const origin = zbase32.encode(signer.publicKey);

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789-_';
const label = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 40 });
const value = fc.oneof(
  fc.string({ unit: fc.constantFrom(...letters), maxLength: 300 }),
  fc.constantFrom(0, 1, 253, 254, 255, 256, 509, 510, 511).map((length) => 'v'.repeat(length)),
);
const records: fc.Arbitrary<TextRecord[]> = fc.array(
  fc.record({ label, ttl: fc.integer({ min: 0, max: 0x7fff_ffff }), value }),
  { maxLength: 4 },
);

const joined = (data: TxtAnswer['data']): string =>
  Buffer.concat((Array.isArray(data) ? data : [data]).map((part) => Buffer.from(part))).toString();

const asRecords = (answers: readonly TxtAnswer[]): TextRecord[] =>
  answers.map(({ name, ttl, data }) => ({
    label: name.slice(0, -origin.length - 1),
    ttl: ttl ?? 0,
    value: joined(data),
  }));

describe('dns-packet', () => {
  it('reads what we write, also where names are compressed and values are split', () => {
    fc.assert(
      fc.property(records, (wanted) => {
        const { answers = [], type } = decode(Buffer.from(encodeDns(signer.publicKey, wanted)));
        expect(asRecords(answers as TxtAnswer[])).toEqual(wanted);
        expect(type).toBe('response');
      }),
    );
  });

  it('writes what we read', () => {
    fc.assert(
      fc.property(records, (wanted) => {
        const dns = encode({
          type: 'response',
          answers: wanted.map(({ label: own, ttl, value: text }) => ({
            type: 'TXT',
            name: `${own}.${origin}`,
            ttl,
            class: 'IN',
            data: (text.match(/.{1,254}/g) ?? ['']).map((part) => Buffer.from(part)),
          })),
        });
        expect(decodeDns(signer.publicKey, dns)).toEqual(wanted);
      }),
    );
  });
});

describe('the package pkarr', () => {
  beforeAll(() => sodium.ready);
  const wanted: TextRecord[] = [
    { label: '_openhost', ttl: 300, value: 'x'.repeat(255) },
    { label: '_answer-a-0', ttl: 30, value: 'y'.repeat(300) },
  ];

  it('opens what we sign', () => {
    const theirs = pkarr.fromBytes(signer.publicKey, signPacket(signer, 1_700_000_000n, wanted));
    expect(theirs.timestamp()).toBe(1_700_000_000);
    expect(asRecords(theirs.packet().answers)).toEqual(wanted);
  });

  it('signs what we open', () => {
    const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
    const answers = wanted.map(({ label: name, ttl, value: data }) => ({
      ...{ type: 'TXT', class: 'IN', name, ttl },
      data: (data.match(/.{1,255}/g) ?? []).map((part) => Buffer.from(part)),
    }));
    const theirs = pkarr.fromPacket(
      { publicKey: Buffer.from(publicKey), secretKey: Buffer.from(privateKey) },
      { id: 0, type: 'response', flags: 0, answers },
      { timestamp: 1_700_000_000_000_000 },
    );
    const { seq, records: read } = openPacket(signer.publicKey, new Uint8Array(theirs.bytes()));
    expect(seq).toBe(1_700_000_000_000_000n);
    expect(read).toEqual(wanted);
  });
});

describe('the record of the host', () => {
  const host: TextRecord = { label: '_openhost', ttl: 300, value: 'v' };
  const answer: TextRecord = { label: '_answer-a-0', ttl: 30, value: 'w' };

  it('is found among answers, at any place', () => {
    expect(hostRecord([answer, host, answer])).toBe(host);
  });

  it('is exactly one', () => {
    expect(() => hostRecord([answer])).toThrow('packet/no-record');
    expect(() => hostRecord([host, answer, host])).toThrow('packet/several-records');
  });
});

describe('a packet', () => {
  const payload = signPacket(signer, 7n, [{ label: '_openhost', ttl: 300, value: 'v' }]);

  it('survives no change of one byte', () => {
    for (let at = 0; at < payload.length; at++) {
      const changed = payload.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      expect(() => openPacket(signer.publicKey, changed), `byte ${at}`).toThrow(DecodeError);
    }
  });

  it('is split at 255 bytes and not before', () => {
    const lengthOf = (length: number) =>
      encodeDns(signer.publicKey, [{ label: 'a', ttl: 1, value: 'v'.repeat(length) }]).length;
    expect(lengthOf(255) - lengthOf(254)).toBe(1);
    expect(lengthOf(256) - lengthOf(255)).toBe(2);
  });

  it('is read or rejected with a DecodeError for any bytes', () => {
    const dns = encodeDns(signer.publicKey, [{ label: '_openhost', ttl: 300, value: 'v'.repeat(300) }]);
    const damaged = fc
      .tuple(fc.array(fc.tuple(fc.nat(dns.length - 1), fc.nat(255)), { maxLength: 4 }), fc.nat(dns.length))
      .map(([changes, length]) => {
        const bytes = dns.slice(0, length);
        for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: MAX_DNS })), (bytes) => {
        try {
          expect(decodeDns(signer.publicKey, bytes)).toEqual(expect.any(Array));
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the record of the host where one beside it has a name and a value that are no UTF-8', () => {
    const host = { label: '_openhost', ttl: 300, value: 'record' };
    const dns = encodeDns(signer.publicKey, [host, { label: 'other', ttl: 30, value: 'value' }]);
    const at = (text: string) => Buffer.from(dns).indexOf(text);
    dns[at('other')] = 0xff;
    dns[at('value')] = 0xc0;
    const read = decodeDns(signer.publicKey, dns);
    expect(read).toMatchObject([host, { label: '\xffther', value: '\xc0alue' }]);
    expect(hostRecord(read)).toEqual(host);
  });

  it('is rejected when its names point at themselves', () => {
    const loop = Uint8Array.of(
      0,
      0,
      0x80,
      0,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      0,
      0xc0,
      12,
      0,
      16,
      0,
      1,
      0,
      0,
      0,
      0,
      0,
      0,
    );
    expect(() => decodeDns(signer.publicKey, loop)).toThrow(DecodeError);
  });
});
