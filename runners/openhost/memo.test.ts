import { expect, it } from 'vitest';
import { memo } from './memo.js';

it('makes a value once, for all cases that ask for it during and after that', async () => {
  const known = memo<number>();
  let made = 0;
  const make = async () => ++made;
  expect(await Promise.all([known.get('a', make), known.get('a', make)])).toEqual([1, 1]);
  expect(await known.get('a', make)).toBe(1);
  expect(await known.get('b', make)).toBe(2);
  expect(await known.made()).toEqual([1, 2]);
});

it('makes a value again after it could not be made', async () => {
  const known = memo<number>();
  await expect(known.get('a', () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
  expect(await known.made()).toEqual([]);
  expect(await known.get('a', async () => 7)).toBe(7);
});
