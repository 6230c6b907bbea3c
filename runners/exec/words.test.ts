import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommandError, quoteWord, splitWords } from './words.js';

test.each<[string, string[]]>([
  ['python3 adapter.py', ['python3', 'adapter.py']],
  ['  go   run\t. ', ['go', 'run', '.']],
  [`'my program' "an argument"`, ['my program', 'an argument']],
  [`a'b'"c"\\ d`, ['abc d']],
  [`sh -c 'exit "$1" | cat'`, ['sh', '-c', 'exit "$1" | cat']],
  ['x "a \\"b\\" \\n \\$HOME"', ['x', 'a "b" \\n $HOME']],
  [`x '' ""`, ['x', '', '']],
  ['x $HOME *.py ~', ['x', '$HOME', '*.py', '~']],
  ['x a\\\\b', ['x', 'a\\b']],
  [`x 'it'\\''s'`, ['x', "it's"]],
])('%s', (command, words) => {
  expect(splitWords(command)).toEqual(words);
});

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  [`''`, 'empty'],
  [`x 'open`, `unbalanced '`],
  ['x "open', 'unbalanced "'],
  ['x "open\\"', 'unbalanced "'],
  ['x end\\', 'backslash'],
  ['a | b', 'without a shell'],
  ['a && b', 'without a shell'],
  ['a > b', 'without a shell'],
])('%j is rejected: %s', (command, reason) => {
  expect(() => splitWords(command)).toThrow(CommandError);
  expect(() => splitWords(command)).toThrow(reason);
});

test('splits quoted words into the same words', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (words) => {
      expect(splitWords(['x', ...words.map(quoteWord)].join(' '))).toEqual(['x', ...words]);
    }),
  );
});
