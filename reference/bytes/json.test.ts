import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from './error.js';
import { MAX_DEPTH, parseJson } from './json.js';

const place = (text: string) => rejectionOf(() => parseJson(text))?.place;
const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);

it('reads the output of JSON.stringify', () => {
  const value = fc.jsonValue({ maxDepth: 2 });
  fc.assert(
    fc.property(value, (given) => {
      const text = JSON.stringify(given);
      if (text.isWellFormed() && !/\\ud[89a-f]/.test(text)) {
        expect(JSON.stringify(parseJson(text))).toBe(text);
      }
    }),
  );
});

it('returns the value of JSON.parse or throws a DecodeError, for any text', () => {
  const character = fc.constantFrom(...'{}[]:,"\\u00617ae1 -.\n\ud83d\ude00');
  fc.assert(
    fc.property(fc.array(character, { maxLength: 14 }), (characters) => {
      const text = characters.join('');
      if (place(text) === undefined) expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

describe('a member name that occurs twice', () => {
  it.each([
    ['in one object', '{"a":1,"a":2}', 7],
    ['when one is escaped', '{"a":1,"\\u0061":2}', 7],
    ['behind a nested value', '{"a":{"b":[1,{"c":2}]},"a":2}', 23],
    ['in an object within an array', '[{"a":1},{"b":1,"b":2}]', 16],
    ['when it is empty', '{"":1,"":2}', 6],
    ['when it is __proto__', '{"__proto__":1,"__proto__":2}', 15],
  ])('is rejected %s', (_where, text, offset) => {
    expect(place(text)).toBe(`json/duplicate-name at ${offset}`);
  });

  it.each([
    ['in two objects', '[{"a":1},{"a":2}]'],
    ['at two depths', '{"a":{"a":1}}'],
    ['as a name and as a value', '{"a":"a","b":"a"}'],
    ['as two values of an array', '{"a":["b","b"],"b":1}'],
    ['in another case', '{"a":1,"A":2}'],
  ])('is a name that occurs once where it stands %s', (_where, text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});

describe('nesting', () => {
  it('is accepted up to the limit and rejected one level deeper', () => {
    expect(place(nested(MAX_DEPTH))).toBeUndefined();
    expect(place(nested(MAX_DEPTH + 1))).toBe(`json/depth at ${MAX_DEPTH}`);
    expect(place('{"a":'.repeat(MAX_DEPTH + 1))).toBe(`json/depth at ${5 * MAX_DEPTH}`);
  });

  it('does not count brackets in strings', () => {
    expect(parseJson(`"${'['.repeat(100)}"`)).toBe('['.repeat(100));
    expect(parseJson(`"\\"${'{'.repeat(100)}"`)).toBe(`"${'{'.repeat(100)}`);
  });

  it('of a million levels is rejected at the limit', () => {
    expect(place('['.repeat(1_000_000))).toBe(`json/depth at ${MAX_DEPTH}`);
  });
});

describe('a lone surrogate', () => {
  it.each([
    ['escaped in a value', '"\\ud83d"', 0],
    ['escaped in a name', '{"\\ud83d":1}', 1],
    ['the second half before the first', '"\\ude00\\ud83d"', 0],
    ['in the text itself', '{"a":"\ud83d"}', 6],
  ])('is rejected: %s', (_what, text, offset) => {
    expect(place(text)).toBe(`json/lone-surrogate at ${offset}`);
  });

  it('is not reported for a complete pair, escaped or not', () => {
    expect(parseJson('"\\ud83d\\ude00"')).toBe('😀');
    expect(parseJson('"😀"')).toBe('😀');
  });
});

it.each([
  ['nothing', '', 0],
  ['an unknown word', 'undefined', 0],
  ['a comma behind the last member', '{"a":1,}', 0],
  ['a bracket that is not open', ']', 0],
  ['a bracket that closes another', '[}', 0],
  ['text behind the value', '1 2', 0],
  ['a byte order mark', '\ufeff1', 0],
  ['a string without its end', '"abc', 4],
  ['a string that ends in a backslash', '"abc\\', 5],
  ['an unknown escape', '["\\x41"]', 1],
  ['a control character in a string', '"\u0001"', 0],
])('rejects %s', (_what, text, offset) => {
  expect(place(text)).toBe(`json/syntax at ${offset}`);
});
