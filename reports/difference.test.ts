import { describe, expect, test } from 'vitest';
import { firstDifference } from './difference.js';

describe('the first place in which two values differ', () => {
  test.each([
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, { pointer: '/a/b/1', expected: 2, observed: 3 }],
    [{ a: 1 }, { a: 1, b: 2 }, { pointer: '/b', expected: undefined, observed: 2 }],
    [[1], [], { pointer: '/0', expected: 1, observed: undefined }],
    [{ 'a/b~': 1 }, { 'a/b~': 2 }, { pointer: '/a~1b~0', expected: 1, observed: 2 }],
    ['x', null, { pointer: '', expected: 'x', observed: null }],
    [{}, [], { pointer: '', expected: {}, observed: [] }],
  ])('%j and %j', (expected, observed, difference) => {
    expect(firstDifference(expected, observed)).toEqual(difference);
  });

  test('the order of members is none', () => {
    expect(firstDifference({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBeUndefined();
  });

  test('a member named as a method is a member', () => {
    const observed = JSON.parse('{"__proto__":1,"toString":2}');
    expect(firstDifference({}, observed)?.observed).toBe(1);
  });
});
