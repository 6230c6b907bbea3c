import { expect, it } from 'vitest';
import { drawFrom } from './draw.js';

const first = (seed: number, count = 1000): number[] => {
  const draw = drawFrom(seed);
  return Array.from({ length: count }, () => draw(10));
};

it('draws the same numbers from the same seed, and different ones from another seed', () => {
  expect(first(7)).toEqual(first(7));
  expect(first(7)).not.toEqual(first(8));
  expect(first(7)).not.toEqual(first(7 + 2 ** 32));
});

it('draws every number below the limit equally often, and no other number', () => {
  const counts = new Map<number, number>();
  for (const one of first(0, 10_000)) counts.set(one, (counts.get(one) ?? 0) + 1);
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(200);
});
