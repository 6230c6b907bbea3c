/** Compares hex, base64url, base32 and z-base-32 with Node and with published examples. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32 } from './base32.js';
import { base64url } from './base64url.js';
import { type Codec, DecodeError, rejectionOf } from './error.js';
import { hex } from './hex.js';
import { fromOctets } from './text.js';
import { zbase32 } from './zbase32.js';

const bytes = fc.uint8Array({ maxLength: 100 });
const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

const fault = (codec: Codec<Uint8Array, string>, text: string): string =>
  rejectionOf(() => codec.decode(text))?.place ?? 'accepted';

const codecs = { hex, base64url, base32, zbase32 };

describe.each(Object.entries(codecs))('%s', (_name, codec) => {
  it('decodes its own encodings', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        expect(codec.decode(codec.encode(given))).toEqual(given);
      }),
    );
  });

  it('accepts one spelling only: encoding a decoded text gives the same text', () => {
    const alphabet = fc.constantFrom(
      ...'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_=+/ \n',
    );
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 12 }), (text) => {
        let read: Uint8Array | undefined;
        try {
          read = codec.decode(text);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
        if (read) expect(codec.encode(read)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('rejects texts only with a DecodeError', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary-ascii' })),
        (text) => {
          expect(fault(codec, text)).toEqual(expect.any(String));
        },
      ),
    );
  });
});

describe('agreement with node', () => {
  it('holds for hex and base64url', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        expect(hex.encode(given)).toBe(Buffer.from(given).toString('hex'));
        expect(base64url.encode(given)).toBe(Buffer.from(given).toString('base64url'));
      }),
    );
  });
});

it.each([
  ['in ASCII', '5f6f70656e687f00'],
  ['of a byte order mark', 'efbbbf41'],
  ['of valid UTF-8', 'c3a4'],
  ['of invalid UTF-8', '4180ff9f'],
])('gives each octet %s its own character', (_what, octets) => {
  const bytes = Buffer.from(octets, 'hex');
  expect(fromOctets(bytes)).toBe(bytes.toString('latin1'));
});

describe('published examples', () => {
  // RFC 4648 section 10, without the padding.
  it.each([
    ['', '', ''],
    ['f', 'Zg', 'my'],
    ['fo', 'Zm8', 'mzxq'],
    ['foo', 'Zm9v', 'mzxw6'],
    ['foob', 'Zm9vYg', 'mzxw6yq'],
    ['fooba', 'Zm9vYmE', 'mzxw6ytb'],
    ['foobar', 'Zm9vYmFy', 'mzxw6ytboi'],
  ])('%j', (text, in64, in32) => {
    expect(base64url.encode(ascii(text))).toBe(in64);
    expect(base32.encode(ascii(text))).toBe(in32);
  });

  // The whole-byte examples of the z-base-32 description.
  it.each([
    ['f0bfc7', '6n9hq'],
    ['d47a04', '4t7ye'],
  ])('%s in z-base-32', (bytesOf, text) => {
    expect(zbase32.encode(hex.decode(bytesOf))).toBe(text);
    expect(hex.encode(zbase32.decode(text))).toBe(bytesOf);
  });
});

describe('strictness', () => {
  it.each([
    ['padding', 'Zg==', 'base64url/alphabet at 2'],
    ['plus', 'Zm+v', 'base64url/alphabet at 2'],
    ['slash', 'Zm/v', 'base64url/alphabet at 2'],
    ['a space', 'Zm 9v', 'base64url/alphabet at 2'],
    ['a newline behind', 'Zm9v\n', 'base64url/alphabet at 4'],
    ['bits behind the last byte', 'Zh', 'base64url/trailing-bits at 1'],
    ['a length that no bytes have', 'Zm9vY', 'base64url/length at 5'],
    ['a letter beyond ASCII', 'Zmé', 'base64url/alphabet at 2'],
  ])('base64url rejects %s', (_what, text, told) => expect(fault(base64url, text)).toBe(told));

  it.each([
    ['upper case', 'AB', 'hex/alphabet at 0'],
    ['half a byte', 'abc', 'hex/odd-length at 3'],
    ['a prefix', '0x', 'hex/alphabet at 1'],
  ])('hex rejects %s', (_what, text, told) => expect(fault(hex, text)).toBe(told));

  it.each([
    ['upper case', 'YB', 'zbase32/alphabet at 0'],
    ['a letter that it leaves out', 'yl', 'zbase32/alphabet at 1'],
    ['bits behind the last byte', 'yb', 'zbase32/trailing-bits at 1'],
    ['one character', 'y', 'zbase32/length at 1'],
  ])('z-base-32 rejects %s', (_what, text, told) => expect(fault(zbase32, text)).toBe(told));
});
