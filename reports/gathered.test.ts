import { array, assert, double, nat, oneof, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { gathered, ordered, writePieces } from './gathered.js';
import { memory } from './memory.js';
import { anyText } from './testing/any_text.js';

const number = oneof(nat(), nat(12), double({ noNaN: true, noDefaultInfinity: true }));
const piece = oneof(
  tuple(number, number, number, number),
  anyText().map((text) => text.toWellFormed()),
);

test('returns the added items in order, as text and as bytes', () => {
  assert(
    property(array(piece), (pieces) => {
      const gathering = gathered(',\n');
      for (const one of pieces) {
        if (typeof one === 'string') gathering.add(JSON.stringify(one));
        else gathering.addRow(...one);
      }
      expect(gathering.count).toBe(pieces.length);
      const output = memory();
      const bytes: Uint8Array[] = [];
      const parts = gathering.end();
      writePieces(output, parts);
      writePieces(
        { ...output, write: (text) => bytes.push(Buffer.from(text)), writeBytes: (one) => bytes.push(one) },
        parts,
      );
      expect(Buffer.concat(bytes).toString()).toBe(output.text());
      expect(JSON.parse(`[${output.text()}]`)).toEqual(JSON.parse(JSON.stringify(pieces)));
    }),
  );
});

test('cuts many texts into few pieces', () => {
  const gathering = gathered(',');
  for (let at = 0; at < 100_000; at++) gathering.addRow(at, 0, at, 1);
  const parts = gathering.end();
  expect(parts.length).toBeLessThan(20);
  expect(JSON.parse(`[${Buffer.concat(parts.map((one) => Buffer.from(one))).toString()}]`)).toHaveLength(
    100_000,
  );
});

test.each([
  [1000, 'sorted'],
  [1001, 'as they came'],
])('%i texts are %s', (count, how) => {
  const texts = Array.from({ length: count }, (_, at) => `${count - at} \u00e9 ${'x'.repeat(at)}\n`);
  const ordering = ordered();
  for (const text of texts) ordering.add(text);
  const drawn = Buffer.concat(ordering.end().map((one) => Buffer.from(one))).toString();
  expect(drawn).toBe((how === 'sorted' ? texts.toSorted() : texts).join(''));
});
