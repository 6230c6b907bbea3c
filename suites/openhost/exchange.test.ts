import { expect, it } from 'vitest';
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { recordChecks } from '../case.js';
import type { Context } from '../model.js';
import { type ClientRequest, rejectsRequest, requestOver } from './exchange.js';
import type { Heard, Wire } from './port.js';

const frameOf = (type: number, text = ''): Heard => ({ type, requestId: 1, payload: Buffer.from(text) });

/** Asks a daemon that says this, one thing after the other. */
async function asked(said: Heard[], body?: Uint8Array, ask: Ask = requestOver) {
  const { expect: checks, checks: made } = recordChecks();
  let progress = 0;
  const context: Partial<Context> = { expect: checks, progress: () => progress++ };
  const wire: Partial<Wire> = {
    patience: 3000,
    raw: async (_bytes, moved) => moved?.(),
    next: async () => said.shift() ?? 'silent',
    rest: async () => ({ frames: [], end: said.length > 0 ? 'silent' : 'closed' }),
  };
  const asking = ask(context as Context, wire as Wire, { target: '/', ...(body ? { body } : {}) });
  const outcome = await Promise.allSettled([asking]);
  return { outcome: outcome[0], failed: made.find(({ ok }) => !ok), progress: () => progress };
}

type Ask = (context: Context, wire: Wire, asked: ClientRequest) => Promise<unknown>;

const head = frameOf(T.RESPONSE_HEAD, 'HTTP/1.1 200 OK\r\n\r\n');

it('counts each message of a request and each frame of a response as progress of the transfer', async () => {
  const said = [head, frameOf(T.RESPONSE_BODY, 'a'), frameOf(T.RESPONSE_BODY, 'b'), frameOf(T.RESPONSE_END)];
  const { outcome, progress } = await asked(said, new Uint8Array(200_000));
  expect(outcome).toMatchObject({ status: 'fulfilled', value: { status: 200, body: 'ab' } });
  expect(progress()).toBe(4 + 4);
});

it('ends a response at the head of a 101, so that the status is compared', async () => {
  const upgraded = frameOf(T.RESPONSE_HEAD, 'HTTP/1.1 101 Switching Protocols\r\n\r\n');
  expect((await asked([upgraded])).outcome).toMatchObject({ status: 'fulfilled', value: { status: 101 } });
});

it.each<[string, Heard[], string, string]>([
  ['silence', [head], 'RESPONSE_BODY or RESPONSE_END', 'silence for 3 s after RESPONSE_HEAD'],
  ['the end', ['closed'], 'RESPONSE_HEAD', 'the channel closed after no frame'],
  ['a frame out of order', [frameOf(T.PONG)], 'RESPONSE_HEAD', 'PONG (0 bytes) after no frame'],
  ['an ERROR', [frameOf(T.ERROR, 'no')], 'RESPONSE_HEAD', "ERROR 'no' (2 bytes) after no frame"],
  [
    'a long ERROR',
    [frameOf(T.ERROR, 'x'.repeat(121))],
    'RESPONSE_HEAD',
    `ERROR '${'x'.repeat(120)}...' (121 bytes) after no frame`,
  ],
])('fails at %s, and shows what was expected', async (_what, said, expected, observed) => {
  expect((await asked(said)).failed).toMatchObject({ ok: false, expected, observed });
});

it('a request may be rejected by ERROR, by the end of the channel or by a status of HTTP', async () => {
  const responses = [413, 502].map((status) => frameOf(T.RESPONSE_HEAD, `HTTP/1.1 ${status} No\r\n\r\n`));
  for (const one of [frameOf(T.ERROR, 'no'), 'closed' as const, ...responses])
    expect((await asked([one], undefined, rejectsRequest)).failed).toBeUndefined();
});

it.each<[string, Heard[], string]>([
  ['a status below 400', [head], 'RESPONSE_HEAD (19 bytes) 200'],
  ['silence', ['silent'], 'silence for 3 s'],
  ['an ERROR on a channel that stays open', [frameOf(T.ERROR), 'silent'], 'silence for 3 s after no frame'],
])('a request is not rejected by %s', async (_what, said, observed) => {
  expect((await asked(said, undefined, rejectsRequest)).failed).toMatchObject({ observed });
});
