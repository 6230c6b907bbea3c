import { expect, it } from 'vitest';
import { FRAME_TYPES as T } from '../../frame.js';
import { type Request, sendChunks, sendRequest } from './request_frames.js';

const CHUNK = 61_440;

async function framesOf(request: Request, id = 7) {
  const frames: [number, number, Uint8Array][] = [];
  await sendRequest(async (...frame) => void frames.push(frame), id, request);
  return frames;
}
const lengthsOf = (frames: readonly [number, number, Uint8Array][]) =>
  frames.map(([type, id, { length }]) => [type, id, type === T.REQUEST_HEAD ? 'head' : length]);

it('sends a head and an end for a request without a body', async () => {
  const [head, end, ...more] = await framesOf({ method: 'GET', target: '/a?b', headers: [['X-A', '1']] });
  expect(Buffer.from(head?.[2] ?? []).toString()).toBe('GET /a?b HTTP/1.1\r\nX-A: 1\r\n\r\n');
  expect(end).toEqual([T.REQUEST_END, 7, new Uint8Array(0)]);
  expect(more).toEqual([]);
});

it.each([
  [0, []],
  [1, [1]],
  [CHUNK, [CHUNK]],
  [CHUNK + 1, [CHUNK, 1]],
])('sends a body of %i bytes in frames that a channel can carry', async (length, parts) => {
  const frames = await framesOf({ method: 'POST', target: '/', body: new Uint8Array(length) });
  expect(lengthsOf(frames)).toEqual([
    [T.REQUEST_HEAD, 7, 'head'],
    ...parts.map((part) => [T.REQUEST_BODY, 7, part]),
    [T.REQUEST_END, 7, 0],
  ]);
});

it('sends a body that comes in parts as it comes, and no frame for an empty part', async () => {
  async function* body() {
    yield Uint8Array.of(1);
    yield new Uint8Array(0);
    yield new Uint8Array(CHUNK + 2);
  }
  const frames = await framesOf({ method: 'PUT', target: '/', body: body() });
  expect(lengthsOf(frames).slice(1, -1)).toEqual([
    [T.REQUEST_BODY, 7, 1],
    [T.REQUEST_BODY, 7, CHUNK],
    [T.REQUEST_BODY, 7, 2],
  ]);
});

it('sends the next frame when the one before has gone, and none after a failure', async () => {
  const sent: number[] = [];
  const send = async (type: number) => {
    sent.push(type);
    if (sent.length === 2) throw new Error('the channel has closed');
  };
  const body = new Uint8Array(3 * CHUNK);
  await expect(sendChunks(send, T.WS_FRAME, 1, body)).rejects.toThrow('closed');
  expect(sent).toEqual([T.WS_FRAME, T.WS_FRAME]);
});

it('ends no request whose body breaks off', async () => {
  async function* broken() {
    yield Uint8Array.of(1);
    throw new Error('the file has gone');
  }
  const types: number[] = [];
  const request = { method: 'PUT', target: '/', body: broken() };
  await expect(sendRequest(async (type) => void types.push(type), 1, request)).rejects.toThrow('the file');
  expect(types).toEqual([T.REQUEST_HEAD, T.REQUEST_BODY]);
});
