import { expect, it } from 'vitest';
import { turns } from './turns.js';

const never = new AbortController().signal;

it('gives a turn to the one that came first', async () => {
  const { take, leave } = turns(1);
  const order: string[] = [];
  expect(await take(never)).toBe(true);
  const [a, b] = ['a', 'b'].map((name) => take(never).then(() => order.push(name)));
  leave();
  await a;
  leave();
  await b;
  expect(order).toEqual(['a', 'b']);
});

it('drops one that is cancelled in the queue, and the next one has its turn', async () => {
  const { take, leave } = turns(1);
  const cancelled = new AbortController();
  await take(never);
  const [first, second] = [take(cancelled.signal), take(never)];
  cancelled.abort();
  expect(await first).toBe(false);
  leave();
  expect(await second).toBe(true);
  expect(await take(cancelled.signal)).toBe(false);
});
