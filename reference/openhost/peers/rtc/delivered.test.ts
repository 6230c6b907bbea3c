import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RTCDataChannel } from 'werift';
import { delivered } from './delivered.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function channel({ buffered = 0, queued = 0, sent = 0 } = {}) {
  const states: ((state: string) => void)[] = [];
  const sctp = {
    outboundQueue: Array(queued).fill(0),
    sentQueue: Array(sent).fill(0),
    acknowledged: 0,
    onSackReceived: async () => {
      sctp.acknowledged += 1;
    },
  };
  const raw = {
    bufferedAmount: buffered,
    sctp: { sctp },
    stateChanged: { subscribe: (listener: (state: string) => void) => states.push(listener) },
  };
  const own = sctp.onSackReceived;
  let done = false;
  const waiting = delivered(raw as unknown as RTCDataChannel).then(() => {
    done = true;
  });
  return {
    sctp,
    raw,
    waiting,
    become: (state: string) => {
      for (const listener of states) listener(state);
    },
    isRestored: () => sctp.onSackReceived === own,
    async isDone(ms = 0) {
      await vi.advanceTimersByTimeAsync(ms);
      return done;
    },
  };
}

it('waits for nothing when all was acknowledged', async () => {
  expect(await channel().isDone()).toBe(true);
});

it.each([
  ['is buffered', { buffered: 1 }],
  ['waits to be sent', { queued: 1 }],
  ['was sent', { sent: 1 }],
])('waits for the acknowledgement of what %s', async (_what, outstanding) => {
  const one = channel(outstanding);
  expect(await one.isDone(500)).toBe(false);
  await one.sctp.onSackReceived();
  expect(await one.isDone()).toBe(false);
  one.raw.bufferedAmount = 0;
  one.sctp.outboundQueue.length = 0;
  one.sctp.sentQueue.length = 0;
  await one.sctp.onSackReceived();
  expect(await one.isDone()).toBe(true);
  // werift has handled each acknowledgement itself.
  expect([one.sctp.acknowledged, one.isRestored(), vi.getTimerCount()]).toEqual([2, true, 0]);
});

it('gives up after a second', async () => {
  const one = channel({ sent: 1 });
  expect(await one.isDone(999)).toBe(false);
  expect(await one.isDone(1)).toBe(true);
  expect(one.isRestored()).toBe(true);
});

it('gives up when the channel closes, and not when it opens', async () => {
  const one = channel({ sent: 1 });
  one.become('open');
  expect(await one.isDone()).toBe(false);
  one.become('closing');
  expect(await one.isDone()).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

it('leaves the handler of somebody else in place', async () => {
  const one = channel({ sent: 1 });
  const theirs = async () => {};
  one.sctp.onSackReceived = theirs;
  await one.isDone(1000);
  expect(one.sctp.onSackReceived).toBe(theirs);
});
