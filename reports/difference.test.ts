import { describe, expect, test } from 'vitest';
import { firstDifference } from './difference.js';

describe('the first place in which two values differ', () => {
  test.each([
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, { pointer: '/a/b/1', expected: 2, observed: 3 }],
    [
      { a: { b: 1 } },
      { a: { b: 1, c: 2 } },
      { pointer: '/a', expected: { b: 1 }, observed: { b: 1, c: 2 }, only: { key: 'c', side: 'observed' } },
    ],
    [
      { accept: 1 },
      { reject: 'no' },
      {
        pointer: '',
        expected: { accept: 1 },
        observed: { reject: 'no' },
        only: { key: 'accept', side: 'expected' },
      },
    ],
    [[1], [], { pointer: '', expected: [1], observed: [], only: { key: '0', side: 'expected' } }],
    [{ 'a/b~': 1 }, { 'a/b~': 2 }, { pointer: '/a~1b~0', expected: 1, observed: 2 }],
    ['x', null, { pointer: '', expected: 'x', observed: null }],
    [{}, [], { pointer: '', expected: {}, observed: [] }],
  ])('%j and %j', (expected, observed, difference) => {
    expect(firstDifference(expected, observed)).toEqual(difference);
  });

  test('a different order of members is not a difference', () => {
    expect(firstDifference({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBeUndefined();
  });

  test('a member named as a method is a member', () => {
    const observed = JSON.parse('{"__proto__":1,"toString":2}');
    expect(firstDifference({}, observed)?.observed).toBe(observed);
    expect(firstDifference(JSON.parse('{"__proto__":2,"toString":2}'), observed)?.pointer).toBe('/__proto__');
  });
});
