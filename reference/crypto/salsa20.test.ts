/** Held against TweetNaCl, and against the values of "Cryptography in NaCl", section 8. */
import fc from 'fast-check';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.js';
import { hsalsa20, xsalsa20 } from './salsa20.js';

interface LowLevel {
  crypto_core_hsalsa20(out: Uint8Array, input: Uint8Array, key: Uint8Array, constant: Uint8Array): number;
  crypto_stream(out: Uint8Array, at: number, length: number, nonce: Uint8Array, key: Uint8Array): number;
}
const { crypto_core_hsalsa20, crypto_stream } = (nacl as unknown as { readonly lowlevel: LowLevel }).lowlevel;
const constant = new TextEncoder().encode('expand 32-byte k');

const ofLength = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const key = hex.decode('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389');
const nonce = hex.decode('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37');

describe('HSalsa20', () => {
  it.each([
    [
      'of a shared secret and zeros',
      '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742',
      '00'.repeat(16),
      hex.encode(key),
    ],
    [
      'of that key and the beginning of a nonce',
      hex.encode(key),
      '69696ee955b62b73cd62bda875fc73d6',
      'dc908dda0b9344a953629b733820778880f3ceb421bb61b91cbd4c3e66256ce4',
    ],
  ])('makes the documented key %s', (_of, given, input, made) => {
    expect(hex.encode(hsalsa20(hex.decode(given), hex.decode(input)))).toBe(made);
  });

  it('makes the keys that TweetNaCl makes', () => {
    fc.assert(
      fc.property(ofLength(32), ofLength(16), (given, input) => {
        const made = new Uint8Array(32);
        crypto_core_hsalsa20(made, input, given, constant);
        expect(hsalsa20(given, input)).toEqual(made);
      }),
      { numRuns: 30 },
    );
  });
});

describe('XSalsa20', () => {
  it('makes the documented beginning of a stream', () => {
    expect(hex.encode(xsalsa20(key, nonce, 32))).toBe(
      'eea6a7251c1e72916d11c2cb214d3c252539121d8e234e652d651fa4c8cff880',
    );
  });

  it('makes the streams that TweetNaCl makes, of several blocks', () => {
    fc.assert(
      fc.property(ofLength(32), ofLength(24), fc.nat(300), (given, once, length) => {
        const made = new Uint8Array(length);
        crypto_stream(made, 0, length, once, given);
        expect(xsalsa20(given, once, length)).toEqual(made);
      }),
      { numRuns: 30 },
    );
  });

  it('makes a shorter stream that is the beginning of a longer one', () => {
    const whole = xsalsa20(key, nonce, 200);
    for (const length of [0, 1, 63, 64, 65, 128, 199]) {
      expect(xsalsa20(key, nonce, length)).toEqual(whole.subarray(0, length));
    }
  });

  it('reads a key and a nonce that lie inside a larger buffer, and leaves both as they were', () => {
    const around = Uint8Array.of(1, 2, 3, ...key, ...nonce, 4);
    const before = around.slice();
    const stream = xsalsa20(around.subarray(3, 35), around.subarray(35, 59), 100);
    expect(stream).toEqual(xsalsa20(key, nonce, 100));
    expect(around).toEqual(before);
  });
});
