import { describe, expect, it } from 'vitest';
import { settled } from '../../reference/settled.js';
import type { Context } from '../../suites/model.js';
import { isAnew } from './attempt.js';
import { inTime } from './in_time.js';
import { asFreshClient, inTurn } from './one_at_a_time.js';
import { daemonInMemory } from './testing/daemon_in_memory.js';

const inQueue = <T>(turn: Promise<T>) => turn;
const context = (signal = new AbortController().signal) => ({ inQueue, signal, attempt: 1 });

describe('offers take turns', () => {
  it('in the order in which they were asked for', async () => {
    const { deployment } = daemonInMemory();
    const steps: string[] = [];
    const first = settled();
    const offers = ['a', 'b', 'c'].map((name) =>
      inTurn(deployment, context(), async () => {
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
    const { deployment } = daemonInMemory();
    const failing = inTurn(deployment, context(), () => Promise.reject(new Error('lost')));
    const next = inTurn(deployment, context(), async () => 'next');
    await expect(failing).rejects.toThrow('lost');
    expect(await next).toBe('next');
  });

  it('and a case that was aborted while it waited makes no offer', async () => {
    const { deployment } = daemonInMemory();
    const over = new AbortController();
    const first = settled();
    const running = inTurn(deployment, context(), () => first.promise);
    let asked = false;
    const waiting = inTurn(deployment, context(over.signal), async () => {
      asked = true;
    });
    const last = inTurn(deployment, context(), async () => 'last');
    over.abort(new Error('the case is over'));
    first.resolve();
    await running;
    await expect(waiting).rejects.toThrow('the case is over');
    expect(asked).toBe(false);
    expect(await last).toBe('last');
  });
});

describe('a fresh client', () => {
  const released = (own: { over?: unknown; name?: string }) =>
    daemonInMemory({
      reached: {
        release({ name }, over) {
          Object.assign(own, { name, over });
        },
      },
    });

  it('is released until the session of its offer has ended', async () => {
    const seen: { over?: unknown; name?: string } = {};
    const { deployment } = released(seen);
    const { identity, session } = await asFreshClient(deployment, context(), {}, async (sender) => sender);
    expect(seen).toEqual({ name: identity.name, over: session.ended });
  });

  it('is released when its offer failed, after its session has ended', async () => {
    const seen: { over?: unknown; name?: string } = {};
    const { deployment, sessions } = released(seen);
    const failing = asFreshClient(deployment, context(), {}, () => Promise.reject(new Error('lost')));
    await expect(failing).rejects.toThrow('lost');
    expect(sessions.map(({ closes }) => closes())).toEqual([1]);
    expect(seen).toEqual({ name: expect.any(String), over: sessions[0]?.session.ended });
  });

  it('is released at once when its session does not open', async () => {
    const seen: { over?: unknown; name?: string } = {};
    const { deployment } = released(seen);
    Object.assign(deployment, { offerSession: () => Promise.reject(new Error('no socket')) });
    const failing = asFreshClient(deployment, context(), {}, async () => {});
    await expect(failing).rejects.toThrow('no socket');
    expect(seen).toEqual({ name: expect.any(String), over: undefined });
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
