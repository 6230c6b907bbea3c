import { expect, it } from 'vitest';
import { DecodeError } from '../../bytes/error.js';
import { concat } from '../../bytes/writer.js';
import { encodeLegacy, type Frame, FRAME_TYPES as T } from '../frame.js';
import { FRAME_RULES } from './frame_rules.js';

const frames: readonly Frame[] = [
  { type: T.REQUEST_HEAD, requestId: 7, payload: Uint8Array.of(1, 2, 3) },
  { type: T.REQUEST_END, requestId: 7, payload: new Uint8Array(0) },
  { type: T.RESPONSE_BODY, requestId: 0xffff_ffff, payload: new Uint8Array(9) },
];
const written = (one: Frame) => [...FRAME_RULES.writeFrame(one)];

function reading() {
  const read: Frame[] = [];
  return { read, push: FRAME_RULES.readFrames((one) => read.push(one)).push };
}

it('writes a frame as one piece with the header of version 2', () => {
  expect(written(frames[0] as Frame)).toEqual([Uint8Array.of(0, 1, 0, 0, 0, 7, 0, 0, 0, 3, 1, 2, 3)]);
});

it('reads what it writes, wherever a message ends', () => {
  const bytes = concat(...frames.flatMap(written));
  for (let cut = 0; cut <= bytes.length; cut++) {
    const { read, push } = reading();
    push(bytes.subarray(0, cut));
    push(bytes.subarray(cut));
    expect(read).toEqual(frames);
  }
});

it('reads the frames of version 1 that old peers send', () => {
  const { read, push } = reading();
  push(encodeLegacy({ type: T.PING, payload: new Uint8Array(0) }));
  expect(read).toEqual([{ type: T.PING, requestId: 0, payload: new Uint8Array(0) }]);
});

it.each([
  ['a reserved type', 'frame/type', [0, 0x7e]],
  ['a length above 2^24 - 1', 'frame/length', [0, T.REQUEST_BODY, 0, 0, 0, 1, 1, 0, 0, 0]],
  ['a PING with a payload', 'frame/not-empty', [0, T.PING, 0, 0, 0, 0, 0, 0, 0, 1]],
])('rejects %s at its header, and each later message', (_what, code, header) => {
  const { read, push } = reading();
  push(concat(...written(frames[0] as Frame)));
  const fault = expect.objectContaining({ code });
  expect(() => push(Uint8Array.from({ length: 10 }, (_, at) => header[at] ?? 0))).toThrow(fault);
  expect(() => push(concat(...written(frames[1] as Frame)))).toThrow(fault);
  expect(read).toEqual(frames.slice(0, 1));
});

it.each([
  ['a reserved type', { type: 0x7e }],
  ['an id of more than 32 bits', { requestId: 2 ** 32 }],
  ['an id that is no whole number', { requestId: 0.5 }],
  ['a payload of an empty type', { type: T.PONG, payload: Uint8Array.of(1) }],
])('does not write %s', (_what, change) => {
  expect(() => written({ ...(frames[0] as Frame), ...change })).toThrow(DecodeError);
});
