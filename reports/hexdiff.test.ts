import { assert, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { firstDifferentByte, hexDiff, isBytes } from './hexdiff.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('the mark is below the first different byte', () => {
  expect(hexDiff(`${'aa'.repeat(40)}`, `${'aa'.repeat(33)}ab00`)).toEqual([
    'both      00000010  aa aa aa aa aa aa aa aa  aa aa aa aa aa aa aa aa',
    'expected  00000020  aa aa aa aa aa aa aa aa',
    'received  00000020  aa ab 00',
    '                       ^^ byte 33',
  ]);
});

test('wherever it differs, the mark is under two unlike bytes', () => {
  assert(
    property(uint8Array({ maxLength: 50 }), uint8Array({ maxLength: 50 }), (a, b) => {
      const lines = hexDiff(hex(a), hex(b));
      if (hex(a) === hex(b)) {
        expect(lines).toEqual([]);
        return;
      }
      const [expected = '', observed = '', mark = ''] = lines.slice(-3);
      const at = mark.indexOf('^^');
      const [left, right] = [expected.slice(at, at + 2), observed.slice(at, at + 2)];
      expect(left).not.toBe(right);
      expect(Number(mark.split('byte ')[1])).toBe(firstDifferentByte(hex(a), hex(b)));
      for (const side of [left, right]) expect(side).toMatch(/^[0-9a-f]{2}$|^$|^\(e$/);
    }),
  );
});

test('a side that has ended says so', () => {
  expect(hexDiff('00'.repeat(16), '00'.repeat(17))).toContain('expected  00000010  (ends before)');
});

test('very long values show the few rows that matter', () => {
  const long = '5a'.repeat(1_000_000);
  const lines = hexDiff(`${long}01`, `${long}02`);
  expect(lines).toHaveLength(4);
  expect(lines[3]).toContain('byte 1000000');
});

test.each([
  ['00ff', true],
  ['', true],
  ['0', false],
  ['zz', false],
  [7, false],
])('%j is bytes: %j', (value, bytes) => expect(isBytes(value)).toBe(bytes));
