/** Compares the codecs with a conversion of the text as one large number. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from './error.js';
import { radix } from './radix.js';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_';
const codecs = [1, 2, 3, 4, 5, 6].map((width) => {
  const alphabet = letters.slice(0, 1 << width);
  return { width, alphabet, codec: radix('toy', alphabet, width) };
});
const fault = (codec: ReturnType<typeof radix>, text: string) => rejectionOf(() => codec.decode(text))?.place;

describe.each(codecs)('with $width bits a character', ({ width, alphabet, codec }) => {
  it('writes the bits of the bytes, followed by zeros', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
        const groups = bits.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
        const text = groups.map((group) => alphabet[Number.parseInt(group.padEnd(width, '0'), 2)]).join('');
        expect(codec.encode(bytes)).toBe(text);
        expect(codec.decode(text)).toEqual(bytes);
      }),
      { numRuns: 30 },
    );
  });

  it('accepts only one spelling of each byte', () => {
    const text = codec.encode(Uint8Array.of(0));
    const last = alphabet[1] ?? '';
    // The last bit of the last character belongs to the byte, or must be zero.
    const changed = text.slice(0, -1) + last;
    if (8 % width === 0) expect(codec.decode(changed)).toEqual(Uint8Array.of(1));
    else expect(fault(codec, changed)).toBe(`toy/trailing-bits at ${text.length - 1}`);
  });
});

describe('with six bits a character', () => {
  const codec = radix('toy', letters, 6);

  it.each([
    ['a character outside of the alphabet', 'aa*a', 'toy/alphabet at 2'],
    ['a character beyond ASCII', 'aaé', 'toy/alphabet at 2'],
    [
      'a character whose code would fall into the alphabet if it was cut to a byte',
      'aa\u0161',
      'toy/alphabet at 2',
    ],
    ['one half of a surrogate pair', 'aa\ud83d', 'toy/alphabet at 2'],
    ['a NUL', '\0aaa', 'toy/alphabet at 0'],
    ['one character more than whole bytes have', 'aaaaa', 'toy/length at 5'],
    ['a single character', 'a', 'toy/length at 1'],
    ['a bit behind the last byte', 'ab', 'toy/trailing-bits at 1'],
  ])('rejects %s', (_what, text, place) => {
    expect(fault(codec, text)).toBe(place);
  });

  it('reads the empty text as no bytes', () => {
    expect(codec.decode('')).toEqual(new Uint8Array(0));
    expect(codec.encode(new Uint8Array(0))).toBe('');
  });

  it('is frozen', () => {
    expect(Object.isFrozen(codec)).toBe(true);
  });
});
