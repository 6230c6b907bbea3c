import { expect, it } from 'vitest';
import { type Frame, FRAME_TYPES as T } from '../../frame.js';
import { frameDecoder } from '../../frame_stream.js';
import { FRAME_RULES } from '../frame_rules.js';
import { type Channel, ChannelClosed, largestMessage } from '../rtc/channel.js';
import { channelEnds, farEnd, shown } from '../testing/channels.js';
import { frameWriter } from './wire.js';

it('sends frames with the id of their request, and frames of the channel with 0', async () => {
  const { near, far } = channelEnds();
  const wire = frameWriter(near, FRAME_RULES, 'spec');
  await wire.send(T.RESPONSE_END, 7, new Uint8Array(0));
  wire.say(T.PONG, new Uint8Array(0));
  const peer = farEnd(far);
  expect([shown(await peer.next()), shown(await peer.next())]).toEqual(['RESPONSE_END 7', 'PONG 0']);
});

it('sends 0 for every request in the deployed dialect', async () => {
  const { near, far } = channelEnds();
  await frameWriter(near, FRAME_RULES, 'deployed').send(T.RESPONSE_END, 7, new Uint8Array(0));
  expect(shown(await farEnd(far).next())).toBe('RESPONSE_END 0');
});

it.each([largestMessage - 10, largestMessage - 9, 2 * largestMessage])(
  'sends a payload of %i bytes in messages that a channel can carry',
  async (length) => {
    const messages: Uint8Array[] = [];
    const channel = { ...channelEnds().near, send: async (one: Uint8Array) => void messages.push(one) };
    await frameWriter(channel, FRAME_RULES, 'spec').send(T.RESPONSE_BODY, 1, new Uint8Array(length).fill(5));
    expect(messages.every((one) => one.length <= largestMessage)).toBe(true);
    expect(messages).toHaveLength(Math.ceil((length + 10) / largestMessage));
    const frames: Frame[] = [];
    const decoder = frameDecoder((frame) => frames.push(frame));
    for (const message of messages) decoder.push(message);
    expect(frames.map(({ payload }) => payload.length)).toEqual([length]);
  },
);

it('rejects to send on a closed channel, and says nothing there without an error', async () => {
  const closed: Channel = { ...channelEnds().near, send: () => Promise.reject(new ChannelClosed()) };
  const wire = frameWriter(closed, FRAME_RULES, 'spec');
  await expect(wire.send(T.RESPONSE_END, 1, new Uint8Array(0))).rejects.toThrow(ChannelClosed);
  expect(() => wire.say(T.PONG, new Uint8Array(0))).not.toThrow();
});
