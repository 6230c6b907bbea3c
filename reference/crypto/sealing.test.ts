/** What a sealed box is made of, as Node has it and as browsers get it. */
import { blake2b as nobleBlake2b } from '@noble/hashes/blake2.js';
import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import nacl from 'tweetnacl';
import { beforeAll, describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.js';
import { utf8 } from '../bytes/text.js';
import { poly1305 } from './poly1305.js';
import * as node from './sealing.js';
import * as browser from './sealing_browser.js';

beforeAll(() => sodium.ready);

const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
const ofLength = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe.each([
  ['node', node],
  ['browser', browser],
] as const)('%s', (_name, { blake2b, boxKey, secretbox }) => {
  /** From "Cryptography in NaCl", sections 8 to 10. */
  const key = hex.decode('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389');
  const nonce = hex.decode('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37');
  const message = hex.decode(
    'be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705',
  );
  const box = hex.decode(
    'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5',
  );

  it('makes the key and the box that NaCl documents', () => {
    const shared = hex.decode('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742');
    expect(boxKey(shared)).toEqual(key);
    expect(secretbox.seal(key, nonce, message)).toEqual(box);
    expect(secretbox.open(key, nonce, box)).toEqual(message);
  });

  it.each([0, 15])('opens no box of %i bytes', (length) => {
    expect(secretbox.open(key, nonce, new Uint8Array(length))).toBe(null);
  });

  it('opens no box with one bit changed, or under another key or nonce', () => {
    fc.assert(
      fc.property(fc.nat(8 * box.length - 1), fc.nat(255), fc.nat(191), (ofBox, ofKey, ofNonce) => {
        const changed = (bytes: Uint8Array, bit: number) =>
          bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(secretbox.open(key, nonce, changed(box, ofBox))).toBe(null);
        expect(secretbox.open(changed(key, ofKey), nonce, box)).toBe(null);
        expect(secretbox.open(key, changed(nonce, ofNonce), box)).toBe(null);
      }),
      { numRuns: 30 },
    );
  });

  it('makes the boxes that libsodium and TweetNaCl make', () => {
    // Four blocks of the stream and more, so that its counter and the last block of each kind are met.
    fc.assert(
      fc.property(ofLength(32), ofLength(24), fc.uint8Array({ maxLength: 300 }), (own, once, text) => {
        const sealed = secretbox.seal(own, once, text);
        expect(sealed).toEqual(nacl.secretbox(text, once, own));
        expect(sealed).toEqual(plain(sodium.crypto_secretbox_easy(text, once, own)));
        expect(secretbox.open(own, once, sealed)).toEqual(text);
      }),
      { numRuns: 60 },
    );
  });

  it('reads bytes that lie inside a larger buffer', () => {
    const within = (bytes: Uint8Array) => Uint8Array.of(1, 2, 3, ...bytes, 4).subarray(3, 3 + bytes.length);
    expect(secretbox.seal(within(key), within(nonce), within(message))).toEqual(box);
    expect(secretbox.open(within(key), within(nonce), within(box))).toEqual(message);
    expect(blake2b(24, within(message))).toEqual(blake2b(24, message));
  });

  it('BLAKE2b hashes "abc" as RFC 7693 appendix A does', () => {
    expect(hex.encode(blake2b(64, utf8('abc')))).toBe(
      'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    );
  });

  it.each([0, 1, 127, 128, 129, 255, 256, 257])(
    'BLAKE2b hashes %i bytes as noble and libsodium do',
    (length) => {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 255);
      for (const size of [1, 16, 24, 32, 63, 64]) {
        const digest = blake2b(size, bytes);
        expect(digest).toEqual(nobleBlake2b(bytes, { dkLen: size }));
        if (size >= 16) expect(digest).toEqual(plain(sodium.crypto_generichash(size, bytes, null)));
      }
    },
  );
});

describe('Poly1305, RFC 8439', () => {
  const tagOf = (r: string, s: string, message: string) =>
    hex.encode(poly1305(hex.decode(r.padEnd(32, '0') + s.padEnd(32, '0')), hex.decode(message)));

  it('section 2.5.2', () => {
    const message = hex.encode(utf8('Cryptographic Forum Research Group'));
    expect(tagOf('85d6be7857556d337f4452fe42d506a8', '0103808afb0db2fd4abff6af4149f51b', message)).toBe(
      'a8061dc1305136c6c22b8baf0c0127a9',
    );
  });

  const ff = 'ff'.repeat(16);
  it.each([
    ['7', '02', '', ff, '03'],
    ['8', '02', ff, `02${'00'.repeat(15)}`, '03'],
    ['9', '01', '', `${ff}f0${'ff'.repeat(15)}11${'00'.repeat(15)}`, '05'],
    ['10', '01', '', `${ff}fb${'fe'.repeat(15)}${'01'.repeat(16)}`, ''],
    ['11', '02', '', `fd${'ff'.repeat(15)}`, `fa${'ff'.repeat(15)}`],
  ])('appendix A.3 vector %s, at the edge of the prime', (_vector, r, s, message, tag) => {
    expect(tagOf(r, s, message)).toBe(tag.padEnd(32, '0'));
  });
});
