import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clockOf } from './clock.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

it('runs an act after its time, once, unless it is cancelled', () => {
  const acts: string[] = [];
  const clock = clockOf();
  clock.after(100, () => acts.push('a'));
  clock.after(50, () => acts.push('b'))();
  clock.after(-5, () => acts.push('c'));
  vi.advanceTimersByTime(99);
  expect(acts).toEqual(['c']);
  vi.advanceTimersByTime(1000);
  expect([acts, clock.now()]).toEqual([['c', 'a'], 1_001_099]);
});

it('runs faster than the wall from its beginning on', () => {
  const acts: number[] = [];
  const clock = clockOf(10);
  clock.after(1000, () => acts.push(clock.now()));
  vi.advanceTimersByTime(100);
  expect(acts).toEqual([1_001_000]);
});

it('puts an act off for longer than a timer of Node can wait', () => {
  const day = 86_400_000;
  const acts: string[] = [];
  clockOf().after(60 * day, () => acts.push('late'));
  vi.advanceTimersByTime(59 * day);
  expect(acts).toEqual([]);
  vi.advanceTimersByTime(day);
  expect(acts).toEqual(['late']);
  clockOf().after(60 * day, () => acts.push('never'))();
  vi.advanceTimersByTime(61 * day);
  expect(acts).toEqual(['late']);
});
