import { expect, it } from 'vitest';
import { type Frame, frame, FRAME_TYPES as T } from '../../openhost/frame.js';
import { FRAME_RULES, type FrameRules } from '../../openhost/peers/frame_rules.js';
import { both, encoded, type FrameChange, heard, messages, sent } from './frame_changes.js';

const ping: Frame = { type: T.PING, requestId: 0, payload: new Uint8Array(0) };
const pong: Frame = { ...ping, type: T.PONG };
const changed = (change: FrameChange): FrameRules => both<FrameRules>(change)(FRAME_RULES);
const typesRead = (rules: FrameRules, ...bytes: Uint8Array[]) => {
  const types: number[] = [];
  const { push } = rules.readFrames(({ type }) => types.push(type));
  for (const one of bytes) push(one);
  return types;
};
const typesWritten = (rules: FrameRules, one: Frame) =>
  [...rules.writeFrame(one)].map((bytes) => frame.decode(bytes).type);

it('replaces written frames of one type only', () => {
  const rules = changed(sent(T.PING, () => [pong, pong]));
  expect(typesWritten(rules, ping)).toEqual([T.PONG, T.PONG]);
  expect(typesWritten(rules, pong)).toEqual([T.PONG]);
});

it('replaces or drops read frames of one type only', () => {
  const both = [frame.encode(ping), frame.encode(pong)];
  expect(typesRead(changed(heard(T.PING, () => undefined)), ...both)).toEqual([T.PONG]);
  expect(typesRead(changed(heard(T.PING, () => pong)), ...both)).toEqual([T.PONG, T.PONG]);
});

it('changes the bytes of messages and of frames', () => {
  expect(typesRead(changed(messages(() => frame.encode(pong))), frame.encode(ping))).toEqual([T.PONG]);
  expect(typesWritten(changed(encoded(() => frame.encode(pong))), ping)).toEqual([T.PONG]);
});

it('applies two changes one after the other', () => {
  const twice = both<FrameRules>(
    sent(T.PING, () => [pong, pong]),
    sent(T.PING, (one) => [one, one]),
  )(FRAME_RULES);
  expect(typesWritten(twice, ping)).toEqual([T.PONG, T.PONG, T.PONG, T.PONG]);
});
