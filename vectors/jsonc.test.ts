import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemsOf, withItems, withoutComments, withoutItems } from './jsonc.js';

const text = `// the head
[
  // the first
  { "id": "a", "url": "https://x/y" }, // at its side
  /* the second,
     on two lines */
  { "id": "b", "list": [1, 2] },
  { "id": "c" },
]
// the foot
`;

const read = (jsonc: string): unknown => JSON.parse(withoutComments(jsonc));

describe('JSON with comments', () => {
  it('is read without them, and each character keeps its place', () => {
    expect(read(text)).toEqual([{ id: 'a', url: 'https://x/y' }, { id: 'b', list: [1, 2] }, { id: 'c' }]);
    expect(withoutComments(text)).toHaveLength(text.length);
  });

  it('finds the place of each item', () => {
    expect(itemsOf(text).map(({ from, to }) => text.slice(from, to))).toEqual([
      '{ "id": "a", "url": "https://x/y" }',
      '{ "id": "b", "list": [1, 2] }',
      '{ "id": "c" }',
    ]);
  });

  it('loses an item and keeps every comment and the order', () => {
    const kept = withoutItems(text, (at) => at === 1);
    expect(read(kept)).toEqual([{ id: 'a', url: 'https://x/y' }, { id: 'c' }]);
    for (const comment of ['// the head', '// the first', '// at its side', 'on two lines */', '// the foot'])
      expect(kept).toContain(comment);
  });

  it('adds items after the last one', () => {
    const more = withItems(text, [{ id: 'd' }, { id: 'e' }]);
    expect((read(more) as { id: string }[]).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(more).toContain('// the foot');
    expect(withItems('[]\n', [{ id: 'd' }])).toBe('[\n  {\n    "id": "d"\n  }\n]\n');
  });

  it('keeps the rest of any list that loses and gains items', () => {
    const value = fc.record({ id: fc.string(), more: fc.jsonValue() });
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 6 }),
        fc.array(fc.boolean(), { minLength: 6 }),
        value,
        (list, left, one) => {
          const plain = JSON.parse(JSON.stringify(list)) as unknown[];
          const written = `${JSON.stringify(list, null, 2).replace(/^( {2}\{)/gm, '  // note, [ {\n$1')}\n`;
          expect(read(written)).toEqual(plain);
          const fewer = withoutItems(written, (at) => left[at] === true);
          expect(read(fewer)).toEqual(plain.filter((_, at) => left[at] !== true));
          expect(fewer.match(/\/\/ note, \[ \{/g)).toEqual(written.match(/\/\/ note, \[ \{/g));
          expect(read(withItems(fewer, [one]))).toEqual([
            ...plain.filter((_, at) => left[at] !== true),
            JSON.parse(JSON.stringify(one)),
          ]);
        },
      ),
    );
  });
});
