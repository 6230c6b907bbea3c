import { expect, test } from 'vitest';
import { unknownOptions } from './unknown_options.js';

const known = ['target', 'only', 'report', 'quiet'];

test.each([
  [
    ['run', '--targt', 'x'],
    ['unknown option "--targt" (did you mean "--target"?); known: --target, --only, --report, --quiet'],
  ],
  [
    ['run', '--reprot=json'],
    ['unknown option "--reprot" (did you mean "--report"?); known: --target, --only, --report, --quiet'],
  ],
  [['run', '--target', 'x', '--no-quiet', '--only=a'], []],
  [['run', '--', '--targt'], []],
  [['run', '-x'], []],
])('%j', (words, told) => {
  expect(unknownOptions(words, known)).toEqual(told);
});

test('an option that resembles no other lists the known ones', () => {
  expect(unknownOptions(['--zzzzzz'], known)).toEqual([
    'unknown option "--zzzzzz"; known: --target, --only, --report, --quiet',
  ]);
});
