import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineCase } from '../suites/case.js';
import type { Target } from '../suites/model.js';
import { startDeadline } from './deadline.js';
import { tryCase } from './try_cases.js';

/** The test sets the clock. */
describe('a deadline', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());
  const started = () => {
    const passed = vi.fn();
    const deadline = startDeadline(200, passed);
    const at = (ms: number) => {
      vi.advanceTimersByTime(ms);
      return passed.mock.calls.length;
    };
    return { deadline, at };
  };

  it('pauses while the case waits for its turn, and adds up the time before and after', async () => {
    const { deadline, at } = started();
    expect(at(120)).toBe(0);
    let over = () => {};
    const held = deadline.hold(new Promise<void>((resolve) => (over = resolve)));
    expect(at(10_000)).toBe(0);
    over();
    await held;
    expect(at(79)).toBe(0);
    expect(at(1)).toBe(1);
  });

  it('stays paused until both of two waits have ended', async () => {
    const { deadline, at } = started();
    let over = () => {};
    const long = deadline.hold(new Promise<void>((resolve) => (over = resolve)));
    await deadline.hold(Promise.resolve());
    expect(at(10_000)).toBe(0);
    over();
    await long;
    expect(at(199)).toBe(0);
    expect(at(1)).toBe(1);
  });

  it('restarts while a transfer makes progress, at most ten times', () => {
    const { deadline, at } = started();
    let spent = 0;
    for (; at(100) === 0; spent += 100) deadline.progress();
    expect(spent + 100).toBe(10 * 200);
  });

  it('does not fire after it is cleared', () => {
    const { deadline, at } = started();
    deadline.clear();
    expect(at(10_000)).toBe(0);
  });
});

it('does not count the wait of a case for its turn', async () => {
  const target: Target = {
    name: 'a target',
    kind: 'test',
    capabilities: {},
    ports: {},
    concurrency: 1,
    production: false,
    close: async () => {},
  };
  const asked = defineCase({
    id: 'any/1/case',
    title: '',
    why: '',
    requires: [],
    expects: 'service',
    ports: [],
    deadline: 1_000,
    run: async ({ inQueue, expect: check }) => {
      await inQueue(delay(1_500));
      check.equal('the case ended within its deadline', true, true);
    },
  });
  expect(await tryCase(asked, target)).toMatchObject({ verdict: 'pass' });
});
