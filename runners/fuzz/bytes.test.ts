import { expect, it } from 'vitest';
import { changeBytes } from './bytes.js';

it.each<[string, string, readonly [number, number, number], string]>([
  ['flips a bit', '00ff10', [0, 1, 3], '00f710'],
  ['cuts the end', '00ff10', [1, 1, 0], '00'],
  ['adds zeros', '00ff10', [2, 0, 1], '00ff100000'],
  ['adds one to a big-endian number', '00ff10', [3, 0, 1], '010010'],
  ['takes one from a little-endian number', '000010', [3, 0, 13], 'ffff10'],
  ['leaves a number that does not fit', '00ff10', [3, 2, 1], '00ff10'],
  ['sets an edge', '00ff10', [4, 2, 1], '00ffff'],
  ['removes some bytes', '00ff10', [5, 1, 0], '0010'],
  ['removes no more bytes than there are', '00ff10', [5, 1, 15], '00'],
  ['repeats some bytes', '00ff10', [6, 0, 1], '00ff00ff10'],
  ['sets a byte', '00ff10', [7, 0, 0x10a], '0aff10'],
  ['inserts a byte', '00ff10', [8, 1, 5], '0005ff10'],
  ['counts the place from the beginning again', '00ff10', [7, 4, 1], '000110'],
  ['inserts into nothing', '', [8, 7, 5], '05'],
  ['sets no byte of nothing', '', [7, 7, 5], ''],
])('%s', (_what, text, [kind, at, what], changed) => {
  expect(changeBytes(text, kind, at, what)).toBe(changed);
});
