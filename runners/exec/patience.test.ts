import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openPatience } from './patience.js';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A patience of 100 ms that starts now. */
function opened({ waits = true } = {}) {
  const state = { waits, lost: 0 };
  const patience = openPatience(
    100,
    () => state.waits,
    () => state.lost++,
  );
  patience.renew();
  patience.watch();
  return { state, patience };
}

it('loses an adapter once, after its limit and not before', () => {
  const { state } = opened();
  vi.advanceTimersByTime(99);
  expect(state.lost).toBe(0);
  vi.advanceTimersByTime(2);
  expect(state.lost).toBe(1);
  vi.advanceTimersByTime(10_000);
  expect(state.lost).toBe(1);
});

it('starts again when another request becomes the oldest', () => {
  const { state, patience } = opened();
  vi.advanceTimersByTime(60);
  patience.renew();
  vi.advanceTimersByTime(90);
  expect(state.lost).toBe(0);
  vi.advanceTimersByTime(15);
  expect(state.lost).toBe(1);
});

it('does not end sooner when more requests come', () => {
  const { state, patience } = opened();
  for (let i = 0; i < 9; i++) {
    vi.advanceTimersByTime(10);
    patience.watch();
  }
  expect(state.lost).toBe(0);
  vi.advanceTimersByTime(20);
  expect(state.lost).toBe(1);
});

it('reads an answer that is in the pipe when the time is over', () => {
  const { state } = opened();
  vi.advanceTimersByTime(99);
  // The timer of the answer was set after that of the limit, and comes before the judgement.
  setTimeout(() => {
    state.waits = false;
  }, 1);
  vi.advanceTimersByTime(1_000);
  expect(state.lost).toBe(0);
});

it('loses nobody while nothing waits, and watches again afterwards', () => {
  const { state, patience } = opened({ waits: false });
  vi.advanceTimersByTime(1_000);
  expect(state.lost).toBe(0);
  state.waits = true;
  patience.renew();
  patience.watch();
  vi.advanceTimersByTime(101);
  expect(state.lost).toBe(1);
});

it('loses nobody after a stop', () => {
  const { state, patience } = opened();
  patience.stop();
  vi.advanceTimersByTime(1_000);
  expect(state.lost).toBe(0);
});
