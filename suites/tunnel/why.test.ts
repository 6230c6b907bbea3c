import { expect, it } from 'vitest';
import { liveCases } from './cases.js';
import { baseOf, reasoned } from './why.js';

it('every live case says what goes wrong in the field, in one or two sentences', () => {
  const without = liveCases.filter(({ why }) => !/^[A-Z].{20,}\.$/.test(why ?? ''));
  expect(without.map(({ id }) => id)).toEqual([]);
});

it('has no reason for a case that does not exist', () => {
  const known = new Set(liveCases.map(({ id }) => baseOf(id)));
  expect(reasoned.filter((base) => !known.has(base))).toEqual([]);
});
