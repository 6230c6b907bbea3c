import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RTCDataChannel } from 'werift';
import { receiveWindow } from './receive_window.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function window(sctp: object) {
  return receiveWindow({ sctp: { sctp } } as unknown as RTCDataChannel);
}
function association() {
  const told: number[] = [];
  const sctp = {
    advertisedRwnd: 1000,
    sackNeeded: false,
    sendSack: async () => {
      if (sctp.sackNeeded) told.push(sctp.advertisedRwnd);
      sctp.sackNeeded = false;
    },
  };
  return { sctp, told };
}

it('counts what nobody has taken as used, and tells the other side nothing of it', () => {
  const { sctp, told } = association();
  const { hold } = window(sctp);
  hold(300);
  hold(200);
  expect([sctp.advertisedRwnd, told]).toEqual([500, []]);
});

it('tells of the room at once when something was taken, and twice more in case that gets lost', () => {
  const { sctp, told } = association();
  const { hold, release } = window(sctp);
  hold(1000);
  release(400);
  expect(told).toEqual([400]);
  vi.advanceTimersByTime(250);
  expect(told).toEqual([400, 400]);
  vi.advanceTimersByTime(750);
  expect(told).toEqual([400, 400, 400]);
  vi.advanceTimersByTime(60_000);
  expect(told).toHaveLength(3);
});

it('repeats the newest only', () => {
  const { sctp, told } = association();
  const { hold, release } = window(sctp);
  hold(1000);
  for (let taken = 0; taken < 5; taken++) release(100);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([100, 200, 300, 400, 500, 500, 500]);
});

it('does nothing where werift has no such field', () => {
  const sctp = { advertisedRwnd: 'many' };
  const { hold, release } = window(sctp);
  hold(5);
  release(5);
  expect(sctp).toEqual({ advertisedRwnd: 'many' });
});
