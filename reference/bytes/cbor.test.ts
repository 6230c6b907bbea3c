import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CborValue, cbor } from './cbor.js';
import { DecodeError } from './error.js';
import { hex } from './hex.js';

/** The examples of RFC 8949 appendix A, in diagnostic notation, whose values can be in vectors. */
const published: [CborValue, string][] = [
  [0, '00'],
  [1, '01'],
  [10, '0a'],
  [23, '17'],
  [24, '1818'],
  [25, '1819'],
  [100, '1864'],
  [1000, '1903e8'],
  [1000000, '1a000f4240'],
  [1000000000000, '1b000000e8d4a51000'],
  [-1, '20'],
  [-10, '29'],
  [-100, '3863'],
  [-1000, '3903e7'],
  [false, 'f4'],
  [true, 'f5'],
  [null, 'f6'],
  [new Uint8Array(0), '40'],
  [Uint8Array.of(1, 2, 3, 4), '4401020304'],
  ['', '60'],
  ['a', '6161'],
  ['IETF', '6449455446'],
  ['"\\', '62225c'],
  ['ü', '62c3bc'],
  ['水', '63e6b0b4'],
  ['𐅑', '64f0908591'],
  [[], '80'],
  [[1, 2, 3], '83010203'],
  [[1, [2, 3], [4, 5]], '8301820203820405'],
  [Array.from({ length: 25 }, (_, i) => i + 1), '98190102030405060708090a0b0c0d0e0f101112131415161718181819'],
  [{}, 'a0'],
  [{ a: 1, b: [2, 3] }, 'a26161016162820203'],
  [['a', { b: 'c' }], '826161a161626163'],
  [{ a: 'A', b: 'B', c: 'C', d: 'D', e: 'E' }, 'a56161614161626142616361436164614461656145'],
];

/** The examples of the same appendix that deterministic vectors never contain. Each must be rejected. */
const outside: [string, string][] = [
  ['18446744073709551615', '1bffffffffffffffff'],
  ['18446744073709551616', 'c249010000000000000000'],
  ['-18446744073709551616', '3bffffffffffffffff'],
  ['0.0', 'f90000'],
  ['-0.0', 'f98000'],
  ['1.0', 'f93c00'],
  ['1.1', 'fb3ff199999999999a'],
  ['1.5', 'f93e00'],
  ['100000.0', 'fa47c35000'],
  ['Infinity', 'f97c00'],
  ['NaN', 'f97e00'],
  ['Infinity in 8 octets', 'fb7ff0000000000000'],
  ['undefined', 'f7'],
  ['simple(16)', 'f0'],
  ['simple(255)', 'f8ff'],
  ['0("2013-03-21T20:04:00Z")', 'c074323031332d30332d32315432303a30343a30305a'],
  ['1(1363896240)', 'c11a514b67b0'],
  ["23(h'01020304')", 'd74401020304'],
  ['{1: 2, 3: 4}', 'a201020304'],
  ["(_ h'0102', h'030405')", '5f42010243030405ff'],
  ['(_ "strea", "ming")', '7f657374726561646d696e67ff'],
  ['[_ ]', '9fff'],
  ['[_ 1, [2, 3], [_ 4, 5]]', '9f018202039f0405ffff'],
  ['{_ "a": 1, "b": [_ 2, 3]}', 'bf61610161629f0203ffff'],
];

describe('deterministic CBOR', () => {
  it.each(published)('%j is %s in RFC 8949 appendix A', (value, bytes) => {
    expect(hex.encode(cbor.encode(value))).toBe(bytes);
    expect(cbor.decode(hex.decode(bytes))).toEqual(value);
  });

  it.each(outside)('rejects %s', (_, bytes) => {
    expect(() => cbor.decode(hex.decode(bytes))).toThrow(DecodeError);
  });

  it.each([
    ['a longer integer than needed', '1817'],
    ['a longer length than needed', '780161'],
    ['keys out of order', 'a2616201616101'],
    ['a key twice', 'a2616101616101'],
    ['bytes behind the end', '0000'],
    ['no bytes', ''],
    ['a cut text', '6261'],
  ])('rejects %s', (_, bytes) => {
    expect(() => cbor.decode(hex.decode(bytes))).toThrow(DecodeError);
  });

  it('orders keys by their encodings: shorter ones first', () => {
    expect(hex.encode(cbor.encode({ aa: 1, b: 2, é: 3 }))).toBe('a361620262616101' + '62c3a903');
  });

  it('does not encode a fraction', () => {
    expect(() => cbor.encode(1.5)).toThrow(RangeError);
  });

  it('decodes its own encodings, with members in any order', () => {
    const value = fc.letrec<{ value: CborValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constant(null),
        fc.boolean(),
        fc.maxSafeInteger(),
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array({ maxLength: 40 }),
        fc.array(tie('value'), { maxLength: 30 }),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('value'),
        ),
      ),
    })).value;
    fc.assert(
      fc.property(value, (given) => {
        expect(cbor.decode(cbor.encode(given))).toEqual(given);
      }),
    );
  });

  it('decodes or rejects arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          expect(hex.encode(cbor.encode(cbor.decode(bytes)))).toBe(hex.encode(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
    );
  });
});
