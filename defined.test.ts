import { expect, it } from 'vitest';
import { defined, ifGiven } from './defined.js';

it('keeps members that have a value, in their order, and drops those that are undefined', () => {
  const kept = defined({ b: 0, a: undefined, d: null, c: '' });
  expect(Object.entries(kept)).toEqual([
    ['b', 0],
    ['d', null],
    ['c', ''],
  ]);
});

it('makes something of a value that is there, an empty one as well, and nothing of one that is not', () => {
  const length = (text: string) => text.length;
  expect([ifGiven('abc', length), ifGiven('', length), ifGiven(undefined, length)]).toEqual([
    3,
    0,
    undefined,
  ]);
});
