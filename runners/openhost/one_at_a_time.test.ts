import { describe, expect, it } from 'vitest';
import { settled } from '../../reference/settled.js';
import type { Context } from '../../suites/model.js';
import { isAnew } from './attempt.js';
import { inTime } from './in_time.js';
import { oneAtATime } from './one_at_a_time.js';

const inQueue = <T>(turn: Promise<T>) => turn;
const context = (signal = new AbortController().signal) => ({ inQueue, signal, attempt: 1 });

describe('offers take turns', () => {
  it('in the order in which they were asked for', async () => {
    const inTurn = oneAtATime();
    const steps: string[] = [];
    const first = settled();
    const offers = ['a', 'b', 'c'].map((name) =>
      inTurn(context(), async () => {
        steps.push(`${name} begins`);
        if (name === 'a') await first.promise;
        steps.push(`${name} ends`);
        return name;
      }),
    );
    await Promise.resolve();
    await Promise.resolve();
    expect(steps).toEqual(['a begins']);
    first.resolve();
    expect(await Promise.all(offers)).toEqual(['a', 'b', 'c']);
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('and one that fails lets the next one begin', async () => {
    const inTurn = oneAtATime();
    const failing = inTurn(context(), () => Promise.reject(new Error('lost')));
    const next = inTurn(context(), async () => 'next');
    await expect(failing).rejects.toThrow('lost');
    expect(await next).toBe('next');
  });

  it('and a case that was aborted while it waited makes no offer', async () => {
    const inTurn = oneAtATime();
    const over = new AbortController();
    const first = settled();
    const running = inTurn(context(), () => first.promise);
    let asked = false;
    const waiting = inTurn(context(over.signal), async () => {
      asked = true;
    });
    const last = inTurn(context(), async () => 'last');
    over.abort(new Error('the case is over'));
    first.resolve();
    await running;
    await expect(waiting).rejects.toThrow('the case is over');
    expect(asked).toBe(false);
    expect(await last).toBe('last');
  });
});

describe('work with a deadline', () => {
  it('gives its result, or its error', async () => {
    expect(await inTime(10_000, Promise.resolve(7))).toBe(7);
    await expect(inTime(10_000, Promise.reject(new TypeError('ours')))).rejects.toThrow(TypeError);
  });

  it('is late when it takes longer, and its later error does not crash the process', async () => {
    const work = settled<never>();
    expect(await inTime(1, work.promise)).toBe('late');
    work.reject(new Error('nobody waits for this'));
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('leaves no timer that keeps the process alive', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const already = timers();
    await inTime(60_000, Promise.resolve());
    await expect(inTime(60_000, Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(timers()).toBeLessThanOrEqual(already);
  });
});

it('a case is asked anew from its second attempt on', () => {
  expect([1, 2, 3].map((attempt) => isAnew({ attempt } as Context))).toEqual([false, true, true]);
});
