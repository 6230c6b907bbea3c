import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitLines } from './lines.js';

const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const marks = [...new Set([0, ...at.map((a) => a % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return marks.slice(1).map((end, i) => bytes.subarray(marks[i], end));
};

/** Units of one to several bytes, and control characters. The unit `binary` takes a second to set up. */
const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' }));

test('the lines are the same wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(text), fc.string(), fc.array(fc.nat()), (texts, rest, cuts) => {
      const lines = texts.map((text) => text.replaceAll('\n', ' '));
      const tail = Buffer.from(rest.replaceAll('\n', ' '));
      const stream = Buffer.concat([Buffer.from(lines.map((line) => `${line}\n`).join('')), tail]);
      const splitter = splitLines();
      const seen = cut(stream, cuts).flatMap((chunk) => splitter.push(chunk));
      expect(seen).toEqual(lines);
      expect(splitter.held).toBe(tail.length);
    }),
  );
});

test('a line that is not UTF-8 is undefined, and its neighbours are text', () => {
  const bytes = Buffer.concat([Buffer.from('good\n'), Buffer.from([0xc3, 0x28, 0x0a]), Buffer.from('ä\n\n')]);
  expect(splitLines().push(bytes)).toEqual(['good', undefined, 'ä', '']);
});
