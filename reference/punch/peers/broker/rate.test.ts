import { expect, it } from 'vitest';
import { createRateLimiter } from './rate.js';

it('grants so many uses in a stretch of time, and says when the next one is granted', () => {
  const limit = createRateLimiter({ amount: 2, per: 1000 }, 10);
  expect([0, 300, 400, 999].map((now) => limit.take('a', now))).toEqual([0, 0, 600, 1]);
  expect([1000, 1100, 1299, 1300].map((now) => limit.take('a', now))).toEqual([0, 200, 1, 0]);
});

it('counts each user apart', () => {
  const limit = createRateLimiter({ amount: 1, per: 1000 }, 10);
  expect([limit.take('a', 0), limit.take('b', 0), limit.take('a', 0)]).toEqual([0, 0, 1000]);
});

it('counts no use that was not granted', () => {
  const limit = createRateLimiter({ amount: 1, per: 1000 }, 10);
  for (let now = 0; now < 1000; now += 100) limit.take('a', now);
  expect(limit.take('a', 1000)).toBe(0);
});

it('gives the last use back, and no more than there were', () => {
  const limit = createRateLimiter({ amount: 1, per: 1000 }, 10);
  limit.giveBack('a');
  limit.take('a', 0);
  limit.giveBack('a');
  limit.giveBack('a');
  expect([limit.take('a', 1), limit.take('a', 2)]).toEqual([0, 999]);
});

it('grants nothing where the amount is zero', () => {
  const limit = createRateLimiter({ amount: 0, per: 1000 }, 10);
  expect([limit.take('a', 0), limit.take('a', 5000)]).toEqual([1000, 1000]);
});

it('remembers a bounded number of users, and forgets the oldest', () => {
  const limit = createRateLimiter({ amount: 1, per: 1000 }, 2);
  for (const user of ['a', 'b', 'c']) limit.take(user, 0);
  expect([limit.size, limit.take('c', 1), limit.take('b', 1), limit.take('a', 1)]).toEqual([2, 999, 999, 0]);
});

it('sweeps users whose uses no longer count', () => {
  const limit = createRateLimiter({ amount: 5, per: 1000 }, 10);
  limit.take('a', 0);
  limit.take('b', 500);
  limit.sweep(999);
  expect(limit.size).toBe(2);
  limit.sweep(1000);
  expect([limit.size, limit.take('b', 1000)]).toEqual([1, 0]);
});

it('holds no more uses than it needs', () => {
  const limit = createRateLimiter({ amount: 3, per: 10 }, 10);
  const granted = Array.from({ length: 5000 }, (_, at) => limit.take('a', at)).filter((wait) => wait === 0);
  expect(granted.length).toBe(1500);
});
