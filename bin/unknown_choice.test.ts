import { expect, test } from 'vitest';
import { conform as ask } from './testing/conform.js';
import { unknownChoice } from './unknown_choice.js';

const init = { name: 'init', words: '<what> [more]' };
const choices = { what: ['adapter', 'config'], lang: ['python', 'go', '5'] };

test.each([
  [
    { what: 'adaptor' },
    'init <what>: unknown value "adaptor" (did you mean "adapter"?); known: adapter, config',
  ],
  [{ what: 'adapter', lang: 'cobol' }, '--lang: unknown value "cobol"; known: python, go, 5'],
  [
    { lang: ['go', 'pyhton'] },
    '--lang: unknown value "pyhton" (did you mean "python"?); known: python, go, 5',
  ],
  [{ lang: '' }, '--lang: unknown value ""; known: python, go, 5'],
  [{ what: 'config', lang: 'go', out: 'cobol' }, undefined],
  [{ what: undefined }, undefined],
])('%j', (given, told) => {
  expect(unknownChoice(init, given, choices)).toBe(told);
});

test.each([
  [
    ['init', 'adapter', '--lang', 'cobol'],
    '--lang: unknown value "cobol"; known: python, go, rust, typescript, java, c',
  ],
  [['init', 'adapter', '--lang', '7'], '--lang: unknown value "7"; known: python, '],
  [
    ['init', 'adaptor', '--lang', 'go'],
    'init <what>: unknown value "adaptor" (did you mean "adapter"?); known: ',
  ],
  [
    ['run', '--level', 'shuold'],
    '--level: unknown value "shuold" (did you mean "should"?); known: must, should, may',
  ],
  [['list', 'csaes'], 'list [what]: unknown value "csaes" (did you mean "cases"?); known: cases, '],
])('%j names the unknown value and the known ones, and exits with 2', async (words, told) => {
  const { status, stdout, stderr } = await ask(words);
  expect(stderr).toMatch(/^conform: [^\n]+\nconform: see conform \w+ --help\n$/);
  expect(stderr).toContain(told);
  expect([status, stdout]).toEqual([2, '']);
});
