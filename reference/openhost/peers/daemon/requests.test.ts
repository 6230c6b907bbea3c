import { expect, it } from 'vitest';
import { FRAME_TYPES as T } from '../../frame.js';
import type { Incoming } from './http_head.js';
import { collectRequests } from './requests.js';

const head = Buffer.from('GET /a HTTP/1.1\r\nx-a: 1\r\n\r\n');
const nothing = new Uint8Array(0);

function collector(dialect: 'spec' | 'deployed' = 'spec', maxBody = 4) {
  const complete: [number, Incoming][] = [];
  const malformed: number[] = [];
  const requests = collectRequests({
    dialect,
    maxBody,
    complete: (id, request) => complete.push([id, request]),
    malformed: (id) => malformed.push(id),
  });
  const take = (type: number, requestId = 1, payload: Uint8Array = nothing) =>
    requests.take({ type, requestId, payload });
  return { complete, malformed, take };
}

it('completes requests whose frames alternate', () => {
  const { complete, take } = collector();
  for (const id of [1, 2]) expect(take(T.REQUEST_HEAD, id, head)).toBeUndefined();
  expect(take(T.REQUEST_BODY, 2, Uint8Array.of(7))).toBeUndefined();
  expect(take(T.REQUEST_BODY, 1, Uint8Array.of(8, 9))).toBeUndefined();
  for (const id of [1, 2]) expect(take(T.REQUEST_END, id)).toBeUndefined();
  expect(
    complete.map(
      ([
        id,
        {
          head: { target },
          body,
        },
      ]) => [id, target, [...body]],
    ),
  ).toEqual([
    [1, '/a', [8, 9]],
    [2, '/a', [7]],
  ]);
});

it.each([
  ['a second head of a request', [T.REQUEST_HEAD, T.REQUEST_HEAD], 'second-head'],
  ['a body without a head', [T.REQUEST_BODY], 'body-without-head'],
  ['an end without a head', [T.REQUEST_END], 'end-without-head'],
  ['a WS_FRAME before an upgrade', [T.WS_FRAME], 'frame-before-upgrade'],
  ['a response frame', [T.RESPONSE_HEAD], 'unexpected-frame'],
] as const)('finds the fault in %s', (_what, types, fault) => {
  const { take } = collector();
  expect(types.map((type) => take(type, 1, head)).at(-1)).toBe(fault);
});

it('accepts a body at the limit and finds the fault in one byte more', () => {
  const { take } = collector();
  take(T.REQUEST_HEAD, 1, head);
  expect(take(T.REQUEST_BODY, 1, new Uint8Array(4))).toBeUndefined();
  expect(take(T.REQUEST_BODY, 1, new Uint8Array(1))).toBe('body-too-large');
});

it('holds twice the limit for all requests together', () => {
  const { take } = collector();
  for (const id of [1, 2, 3]) take(T.REQUEST_HEAD, id, head);
  for (const id of [1, 2]) expect(take(T.REQUEST_BODY, id, new Uint8Array(4))).toBeUndefined();
  expect(take(T.REQUEST_BODY, 3, new Uint8Array(1))).toBe('body-too-large');
});

it('finds the fault in the 65th request that is under way', () => {
  const { take } = collector();
  for (let id = 1; id <= 64; id++) expect(take(T.REQUEST_HEAD, id, head)).toBeUndefined();
  expect(take(T.REQUEST_HEAD, 65, head)).toBe('too-many-requests');
});

it('finds the fault in a malformed head, which a deployed daemon answers', () => {
  expect(collector().take(T.REQUEST_HEAD, 1, Uint8Array.of(0x2a))).toBe('malformed-head');
  const deployed = collector('deployed');
  expect(deployed.take(T.REQUEST_HEAD, 5, Uint8Array.of(0x2a))).toBeUndefined();
  expect(deployed.malformed).toEqual([0]);
});
