import { describe, expect, it } from 'vitest';
import { blocksOf, faultOf, isExcerpt, missingLine } from './blocks.js';

const page = [
  'Text.',
  '',
  '```sh exit=1',
  'npx p2p-conform run',
  '```',
  '',
  '```python file="my test.py"',
  'pass',
  '```',
  '```',
  'bare',
  '```',
].join('\n');

describe('the blocks of a page', () => {
  it('have a language, words, a text and a line', () => {
    expect(blocksOf(page)).toEqual([
      { line: 3, language: 'sh', words: { exit: '1' }, text: 'npx p2p-conform run\n' },
      { line: 7, language: 'python', words: { file: 'my test.py' }, text: 'pass\n' },
      { line: 10, language: '', words: {}, text: 'bare\n' },
    ]);
  });

  it('have an error message for each mistake', () => {
    const block = (language: string, words = {}) => faultOf({ line: 1, language, words, text: '' });
    expect(block('')).toContain('needs a language');
    expect(block('sh', { exits: '1' })).toBe('sh takes no exits=');
    expect(block('json', { exit: '1' })).toBe('json takes no exit=');
    expect(block('sh', { exit: '1' })).toBeUndefined();
    expect(block('json', { file: 'a.json' })).toBeUndefined();
  });
});

describe('the lines that a command must print', () => {
  const output = 'one 12 s\n  two\nthree\n';

  it.each([
    ['one 3.5 s\n...\nthree\n', undefined],
    ['one 350 ms\n', undefined],
    ['two\n', undefined],
    ['four\n', 'four'],
    ['three\ntwo\n', 'two'],
    ['one s\n', 'one s'],
  ])('%j', (expected, missing) => {
    expect(missingLine(expected, output)).toBe(missing);
  });
});

describe('an excerpt', () => {
  const file = 'const list = [\n  { a: 1 },\n  { b: 2 },\n];\n';

  it.each([
    ['[{ a: 1 }, { b: 2 }]', true],
    ['const list\n...\nb: 2', true],
    ['b: 2\n...\nconst list', false],
    ['{ a: 2 }', false],
  ])('%j', (excerpt, is) => {
    expect(isExcerpt(excerpt, file)).toBe(is);
  });
});
