/** Eviction measured by what the packet encoder really makes of the record and the answers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../bytes/error.js';
import { publicKeyOf, sign } from '../crypto/ed25519.js';
import { evict } from './eviction.js';
import { decodeDns, encodeDns, MAX_DNS, openPacket, signPacket, type TextRecord } from './packet.js';

const seed = new Uint8Array(32).fill(5);
const signer = { publicKey: publicKeyOf(seed), sign: (message: Uint8Array) => sign(seed, message) };
const host: TextRecord = { label: '_openhost', ttl: 300, value: 'r'.repeat(400) };

interface Answer {
  readonly createdAt: number;
  readonly record: TextRecord;
}
const packed = (answers: readonly Answer[]) => [host, ...answers.map(({ record }) => record)];
const sizeOf = (answers: readonly Answer[]) => encodeDns(signer.publicKey, packed(answers)).length;

const answersOf = (...values: readonly { readonly createdAt: number; readonly octets: number }[]): Answer[] =>
  values.map(({ createdAt, octets }, at) => ({
    createdAt,
    record: { label: `_answer-${'abcdef'[at]}`.padEnd(34, 'y'), ttl: 30, value: 'a'.repeat(octets) },
  }));

const queued = fc
  .array(fc.record({ createdAt: fc.nat(4), octets: fc.integer({ min: 0, max: 500 }) }), { maxLength: 6 })
  .map((values) => answersOf(...values));

describe('eviction by the packet encoder', () => {
  it('keeps answers that can be signed and read back, and has no room for another one', () => {
    fc.assert(
      fc.property(queued, (answers) => {
        const { kept, evicted } = evict(answers, sizeOf);
        const payload = signPacket(signer, 1n, packed(kept));
        expect(payload.length).toBeLessThanOrEqual(72 + MAX_DNS);
        expect(openPacket(signer.publicKey, payload).records).toEqual(packed(kept));
        const youngest = evicted.at(-1);
        if (youngest) {
          const more = answers.filter((answer) => kept.includes(answer) || answer === youngest);
          const over = signPacket(signer, 1n, packed(more));
          expect(() => openPacket(signer.publicKey, over)).toThrow(DecodeError);
        }
      }),
    );
  });

  it('keeps two answers of 1000 bytes together, and drops the older one at 1001', () => {
    const free = 1000 - sizeOf(answersOf({ createdAt: 1, octets: 250 }, { createdAt: 2, octets: 0 }));
    const exact = answersOf({ createdAt: 1, octets: 250 }, { createdAt: 2, octets: free });
    expect([sizeOf(exact), evict(exact, sizeOf).kept]).toEqual([1000, exact]);
    const over = answersOf({ createdAt: 1, octets: 251 }, { createdAt: 2, octets: free });
    expect([sizeOf(over), evict(over, sizeOf).kept]).toEqual([1001, over.slice(1)]);
  });

  it('counts the length octet that a value takes beyond each full string', () => {
    const sizes = [253, 254, 255, 256].map((octets) => sizeOf(answersOf({ createdAt: 1, octets })));
    const steps = sizes.slice(1).map((size, at) => size - (sizes[at] ?? 0));
    expect(steps.filter((step) => step === 2)).toHaveLength(1);
    expect(steps.filter((step) => step === 1)).toHaveLength(2);
  });

  it('reads the same value whether it is split at 254 or at 255', () => {
    for (const octets of [253, 254, 255, 256, 509, 510, 511]) {
      const [answer] = answersOf({ createdAt: 1, octets });
      const dns = encodeDns(signer.publicKey, packed(answer ? [answer] : []));
      expect(decodeDns(signer.publicKey, dns)[1]?.value.length).toBe(octets);
    }
  });
});
