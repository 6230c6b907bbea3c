import { expect, it } from 'vitest';
import { defined } from './defined.js';

it('keeps members that have a value, in their order, and drops those that are undefined', () => {
  const kept = defined({ b: 0, a: undefined, d: null, c: '' });
  expect(Object.entries(kept)).toEqual([
    ['b', 0],
    ['d', null],
    ['c', ''],
  ]);
});
