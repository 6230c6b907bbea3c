import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RTCDataChannel } from 'werift';
import { ChannelClosed, highWater, largestMessage, lowWater, wrapChannel } from './channel.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function event<T>() {
  const listeners: ((value: T) => void)[] = [];
  const emit = (value: T) => {
    for (const listener of listeners) listener(value);
  };
  return { subscribe: (listener: (value: T) => void) => void listeners.push(listener), emit };
}

/** A channel of werift whose other side acknowledges all at once. */
function wrapped(state = 'open') {
  const raw = {
    label: 'openhost',
    readyState: state,
    bufferedAmount: 0,
    bufferedAmountLowThreshold: 0,
    closings: 0,
    sent: [] as Uint8Array[],
    onMessage: event<string | Buffer>(),
    stateChanged: event<string>(),
    bufferedAmountLow: event<void>(),
    sctp: { sctp: { outboundQueue: [], sentQueue: [] as number[], onSackReceived: async () => {} } },
    send: (bytes: Uint8Array) => void raw.sent.push(bytes),
    close: () => {
      raw.closings += 1;
    },
  };
  const channel = wrapChannel(raw as unknown as RTCDataChannel);
  const become = (next: string) => {
    raw.readyState = next;
    raw.stateChanged.emit(next);
  };
  return { raw, channel, become, hear: (first: number) => raw.onMessage.emit(Buffer.of(first)) };
}

/** Whether the promise is resolved after all that is due now. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

const heardBy = ({ channel }: ReturnType<typeof wrapped>) => {
  const heard: string[] = [];
  channel.listen((message) => heard.push(Buffer.from(message).toString('hex')));
  return heard;
};

it('sends exactly the bytes of a message, up to the largest', async () => {
  const { raw, channel } = wrapped();
  await channel.send(Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
  await channel.send(new Uint8Array(0));
  await channel.send(new Uint8Array(largestMessage));
  expect(raw.sent.map(({ length }) => length)).toEqual([2, 0, largestMessage]);
  expect([...(raw.sent[0] ?? [])]).toEqual([2, 3]);
  await expect(channel.send(new Uint8Array(largestMessage + 1))).rejects.toThrow(RangeError);
  expect(raw.sent).toHaveLength(3);
});

it('waits above the high mark until the low mark is reached, with all that send', async () => {
  const { raw, channel } = wrapped();
  expect(raw.bufferedAmountLowThreshold).toBe(lowWater);
  raw.bufferedAmount = highWater;
  expect(await isDone(channel.send(Uint8Array.of(1)))).toBe(true);
  raw.bufferedAmount = highWater + 1;
  const [one, other] = [channel.send(Uint8Array.of(2)), channel.send(Uint8Array.of(3))];
  expect([await isDone(one), await isDone(other), channel.buffered]).toEqual([false, false, highWater + 1]);
  raw.bufferedAmountLow.emit();
  expect([await isDone(one), await isDone(other)]).toEqual([true, true]);
});

it('lets no sender wait for a channel that closes', async () => {
  const { raw, channel, become } = wrapped();
  raw.bufferedAmount = highWater + 1;
  const waiting = channel.send(Uint8Array.of(1));
  become('closing');
  expect(await isDone(waiting)).toBe(true);
});

it.each(['connecting', 'closing', 'closed'])('sends nothing on a channel that is %s', async (state) => {
  const { raw, channel } = wrapped(state);
  expect(channel.open).toBe(false);
  await expect(channel.send(Uint8Array.of(1))).rejects.toThrow(ChannelClosed);
  expect(raw.sent).toEqual([]);
});

it.each([
  ['open', false],
  ['connecting', false],
  ['closing', true],
  ['closed', true],
])('knows whether a channel that is %s has ended', async (state, ended) => {
  expect(await isDone(wrapped(state).channel.closed)).toBe(ended);
  const later = wrapped('open');
  later.become(state);
  expect(await isDone(later.channel.closed)).toBe(ended);
});

it('delivers messages in order, also those before there was a listener, and texts as their bytes', () => {
  const one = wrapped();
  one.hear(1);
  one.raw.onMessage.emit('é');
  const heard = heardBy(one);
  one.hear(2);
  expect(heard).toEqual(['01', 'c3a9', '02']);
});

it('delivers nothing during a pause, and the rest when the channel ends', () => {
  const one = wrapped();
  const heard = heardBy(one);
  one.channel.pause();
  one.hear(1);
  expect(heard).toEqual([]);
  one.channel.resume();
  one.channel.pause();
  one.hear(2);
  expect(heard).toEqual(['01']);
  one.become('closed');
  expect(heard).toEqual(['01', '02']);
});

it('closes the channel of a peer that floods a pause', () => {
  const { raw, channel } = wrapped();
  channel.pause();
  const flood = Buffer.alloc(1 << 20);
  for (let sent = 0; sent < 4; sent++) raw.onMessage.emit(flood);
  expect(raw.closings).toBe(1);
});

it('closes once, behind what was sent, and sends nothing more', async () => {
  const { raw, channel } = wrapped();
  raw.sctp.sctp.sentQueue = [0];
  channel.close();
  channel.close();
  expect(channel.open).toBe(false);
  await expect(channel.send(Uint8Array.of(1))).rejects.toThrow(ChannelClosed);
  expect([raw.sent, raw.closings]).toEqual([[], 0]);
  raw.sctp.sctp.sentQueue = [];
  await raw.sctp.sctp.onSackReceived();
  await vi.advanceTimersByTimeAsync(0);
  channel.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(raw.closings).toBe(1);
});
