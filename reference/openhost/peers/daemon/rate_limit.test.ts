import { expect, it } from 'vitest';
import { rateLimit } from './rate_limit.js';

function limited(limits: Partial<Parameters<typeof rateLimit>[0]> = {}) {
  let time = 1_000_000;
  const limit = rateLimit({ throttleMs: 5000, burst: 3, refillMs: 5000, now: () => time, ...limits });
  return {
    ...limit,
    advance(ms: number) {
      time += ms;
    },
  };
}

it('holds a client back for five seconds after an answer, and nobody else', () => {
  const one = limited();
  expect(one.throttled('a')).toBe(false);
  expect(one.take('a')).toBe(true);
  expect([one.throttled('a'), one.throttled('b')]).toEqual([true, false]);
  one.advance(4999);
  expect(one.throttled('a')).toBe(true);
  one.advance(1);
  expect(one.throttled('a')).toBe(false);
});

it('answers three offers in a row, and then one for each refill', () => {
  const one = limited({ refillMs: 1000 });
  const takes = (count: number) => Array.from({ length: count }, () => one.take('a'));
  expect(takes(4)).toEqual([true, true, true, false]);
  one.advance(999);
  expect(one.take('a')).toBe(false);
  one.advance(1);
  expect(takes(2)).toEqual([true, false]);
  expect(one.take('b')).toBe(true);
});

it('saves no more tokens than the burst', () => {
  const one = limited({ burst: 2, refillMs: 1000 });
  one.take('a');
  one.advance(500_000);
  expect(Array.from({ length: 3 }, () => one.take('a'))).toEqual([true, true, false]);
});

it('gives nobody a full burst back by forgetting', () => {
  const one = limited({ burst: 2, refillMs: 1_000_000 });
  one.take('a');
  one.take('a');
  one.advance(600_001);
  one.take('b');
  expect(one.take('a')).toBe(false);
});

it('answers every offer when there is nothing to wait for', () => {
  const one = limited({ throttleMs: 0, refillMs: 0 });
  expect(Array.from({ length: 5 }, () => one.take('a') && !one.throttled('a'))).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
});
