import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deadline, within } from './deadline.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a deadline', () => {
  it('comes when its time is over, and not before', () => {
    const { signal } = deadline(1000);
    vi.advanceTimersByTime(999);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('comes with the outer signal, also with one that is aborted already', () => {
    const outer = new AbortController();
    const { signal } = deadline(1000, outer.signal);
    outer.abort('enough');
    expect(signal.reason).toBe('enough');
    expect(deadline(1000, outer.signal).signal.reason).toBe('enough');
  });

  it('that is done never comes, and leaves neither timer nor listener', () => {
    const outer = new AbortController();
    const { signal, done } = deadline(1000, outer.signal);
    done();
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(outer.signal, 'abort')).toHaveLength(0);
    outer.abort();
    expect(signal.aborted).toBe(false);
  });
});

it.each(['a value', 'an error'])('what ends with %s leaves nothing behind', async (how) => {
  const outer = new AbortController();
  const work = within(1000, outer.signal, async () => {
    if (how === 'an error') throw new Error(how);
    return how;
  });
  await expect(work.catch((error: unknown) => (error as Error).message)).resolves.toBe(how);
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(outer.signal, 'abort')).toHaveLength(0);
});
