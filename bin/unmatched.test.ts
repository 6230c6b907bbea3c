import { expect, test } from 'vitest';
import { unmatched } from './unmatched.js';

const ids = ['punch/token/expired', 'punch/token/valid', 'openhost/frame/cut'];

test.each([
  ['punch/tokn/**', 'did you mean "punch/token/**"?'],
  ['punch/token/expird', 'did you mean "punch/token/expired"?'],
  ['punch/token', 'did you mean "punch/token/**"?'],
  ['opnhost', 'did you mean "openhost/**"?'],
  ['punch/*', 'did you mean "punch/**"?'],
  ['pnch/*', 'did you mean "punch/**"?'],
  ['opnhost/*/c*', 'did you mean "openhost/*/c*"?'],
  ['something/else/entirely', 'conform list shows the ids'],
])('%s', (glob, told) => {
  expect(unmatched('--only', [glob], ids)).toEqual([expect.stringContaining(told)]);
});

test('a glob that matches is not spoken of', () => {
  expect(unmatched('--only', ['punch/**', '**/cut', 'punch/token/valid'], ids)).toEqual([]);
});
