/** Held against node's BLAKE2b-512, and for shorter digests against the values of Python's hashlib. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hex } from '../bytes/hex.js';
import { utf8 } from '../bytes/text.js';
import { blake2b } from './blake2b.js';

const byNode = (bytes: Uint8Array) => createHash('blake2b512').update(bytes).digest('hex');

it('makes the digests of 64 bytes that node makes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(hex.encode(blake2b(64, bytes))).toBe(byNode(bytes));
    }),
    { numRuns: 40 },
  );
});

it('ends its last block where the bytes end, at each side of a block of 128 bytes', () => {
  for (const length of [0, 1, 127, 128, 129, 255, 256, 257]) {
    const bytes = Uint8Array.from({ length }, (_, at) => at & 255);
    expect([length, hex.encode(blake2b(64, bytes))]).toEqual([length, byNode(bytes)]);
  }
});

it.each([
  [1, '', '2e'],
  [20, 'abc', '384264f676f39536840523f284921cdc68b6846b'],
  [32, '', '0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8'],
  [32, 'abc', 'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319'],
  [
    48,
    'abc',
    '6f56a82c8e7ef526dfe182eb5212f7db9df1317e57815dbda46083fc30f54ee6c66ba83be64b302d7cba6ce15bb556f4',
  ],
])('hashes the length of the digest along: %i bytes of "%s"', (length, text, digest) => {
  expect(hex.encode(blake2b(length, utf8(text)))).toBe(digest);
});

it.each([0, 65, -1, 1.5, Number.NaN])('rejects a digest of %d bytes', (length) => {
  expect(() => blake2b(length, utf8('abc'))).toThrow(RangeError);
});

it('leaves its input as it was', () => {
  const bytes = new Uint8Array(200).fill(7);
  blake2b(24, bytes);
  expect(bytes).toEqual(new Uint8Array(200).fill(7));
});
