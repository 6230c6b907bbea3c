import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, markdownTable, wrap } from './columns.js';

describe('wrap', () => {
  it('loses no word and exceeds the width only for a word that does', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 5, max: 40 }), (words, width) => {
        const lines = wrap(words.join(' '), width);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });
});

describe('columns', () => {
  it('aligns cells and wraps the last one under itself', () => {
    const rows = [
      ['A-1', 'must', 'one two three four five six seven eight nine'],
      ['A-10', 'may', 'short'],
    ];
    expect(columns(rows, 42)).toBe(
      [
        'A-1   must  one two three four five six',
        '            seven eight nine',
        'A-10  may   short',
        '',
      ].join('\n'),
    );
  });
});

describe('markdownTable', () => {
  it('lets no cell end its column or start markup', () => {
    expect(markdownTable(['a'], [['x | <b>`y`\nz']])).toBe('| a |\n| --- |\n| x \\| \\<b\\>\\`y\\` z |\n');
  });
});
