import { expect, it } from 'vitest';
import { FRAME_TYPES as T } from '../../frame.js';
import { transactions } from './transactions.js';

const head = (status: number) => Buffer.from(`HTTP/1.1 ${status} x\r\n\r\n`);
const running = (upgrade = false) => {
  const all = transactions({ full: () => {}, idle: () => {}, idleMs: 1000 });
  const one = all.open(1, upgrade);
  const take = (type: number, payload: Uint8Array = new Uint8Array(0), requestId = 1) =>
    all.take({ type, requestId, payload });
  return { all, one, take };
};
async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

it('gives a response its head and its body', async () => {
  const { one, take } = running();
  expect(take(T.RESPONSE_HEAD, head(200))).toBeUndefined();
  expect(take(T.RESPONSE_BODY, Buffer.from('ab'))).toBeUndefined();
  expect(take(T.RESPONSE_END)).toBeUndefined();
  expect((await one.head.promise).status).toBe(200);
  expect(await text(one.body)).toBe('ab');
});

it('finds the fault in a frame of an unknown transaction', () => {
  expect(running().take(T.RESPONSE_HEAD, head(200), 2)).toBe('unknown-transaction');
});

it('accepts 101 and WS_FRAME only after an upgrade was asked for', () => {
  const plain = running();
  expect(plain.take(T.RESPONSE_HEAD, head(101))).toBe('unasked-upgrade');
  expect(plain.take(T.RESPONSE_HEAD, head(200))).toBeUndefined();
  expect(plain.take(T.WS_FRAME)).toBe('unexpected-frame');
  const upgrade = running(true);
  expect(upgrade.take(T.RESPONSE_HEAD, head(101))).toBeUndefined();
  expect(upgrade.take(T.WS_FRAME)).toBeUndefined();
});

it.each([
  ['a body before its head', [T.RESPONSE_BODY]],
  ['an end before a head', [T.RESPONSE_END]],
  ['a second head', [T.RESPONSE_HEAD, T.RESPONSE_HEAD]],
  ['a request frame', [T.RESPONSE_HEAD, T.REQUEST_HEAD]],
])('finds the fault in %s', (_what, types) => {
  const { take } = running();
  expect(types.map((type) => take(type, head(200))).at(-1)).toBe('unexpected-frame');
});

it('ends a request without a head by a 502 that shows why, and one with a head by an error', async () => {
  const waiting = running();
  waiting.all.fail('gone');
  expect((await waiting.one.head.promise).status).toBe(502);
  expect(await text(waiting.one.body)).toBe('gone');
  const headed = running();
  headed.take(T.RESPONSE_HEAD, head(200));
  headed.all.fail('gone');
  await expect(text(headed.one.body)).rejects.toThrow('gone');
});
