import { describe, expect, it } from 'vitest';
import { plainJson } from './border.js';
import { rejectionOf } from './bytes/error.js';

const refused = (value: unknown): string => rejectionOf(() => plainJson(value))?.code ?? 'accepted';
const nested = (depth: number, shell: (inner: unknown) => unknown): unknown =>
  Array.from({ length: depth }).reduce(shell, null);

describe('the border of the codecs', () => {
  it('copies values of JSON, and shares no object with the caller', () => {
    const value = { a: [1, 'x', null, true], b: { c: {} } };
    const copy = plainJson(value) as typeof value;
    expect(copy).toEqual(value);
    expect(copy.a).not.toBe(value.a);
    expect(copy.b.c).not.toBe(value.b.c);
  });

  it('reads an object without a prototype, and one of another realm, like any other', () => {
    expect(plainJson(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 });
    expect(plainJson(Object.create({ __proto__: null }, { a: { value: 1, enumerable: true } }))).toEqual({
      a: 1,
    });
  });

  it('keeps an own __proto__ a member like any other', () => {
    const copy = plainJson(JSON.parse('{"__proto__":{"role":"admin"}}'));
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"role":"admin"}}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it('drops a member that is undefined, as JSON.stringify does', () => {
    expect(Object.keys(plainJson({ a: undefined, b: 1 }) as object)).toEqual(['b']);
  });

  it('runs no getter', () => {
    let ran = false;
    const getter = Object.defineProperty({}, 'a', { enumerable: true, get: () => (ran = true) });
    expect([refused(getter), ran]).toEqual(['json/value', false]);
  });

  it.each([
    ['32 levels', () => nested(32, (inner) => [inner]), 'accepted'],
    ['33 levels', () => nested(33, (inner) => [inner]), 'json/depth'],
    ['131072 values', () => new Array(131_071).fill(0), 'accepted'],
    ['131073 values', () => new Array(131_072).fill(0), 'json/size'],
    ['lists that double at each level', () => nested(30, (inner) => [inner, inner]), 'json/size'],
    ['2^26 characters', () => 'x'.repeat(2 ** 26), 'accepted'],
    ['2^26 + 1 characters', () => 'x'.repeat(2 ** 26 + 1), 'json/size'],
    ['2^26 + 1 characters in two texts', () => ['x'.repeat(2 ** 26), 'x'], 'json/size'],
    ['2^26 + 1 characters in a name', () => ({ ['x'.repeat(2 ** 26 + 1)]: 0 }), 'json/size'],
    ['a list with a hole at its end', () => Object.assign([0], { length: 2 }), 'json/value'],
    ['an object of a class', () => new Date(0), 'json/value'],
    ['NaN', () => Number.NaN, 'json/value'],
    ['undefined in a list', () => [undefined], 'json/value'],
  ])('%s: %s', (_what, make, wanted) => expect(refused(make())).toBe(wanted));
});
