import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { concat } from '../../../bytes/writer.js';
import { authBytes } from '../../binding.js';
import type { Dialect } from '../../dialect.js';
import { FRAME_TYPES as T } from '../../frame.js';
import { createIdentity } from '../identity.js';
import { channelEnds, type FarEnd, farEnd, shown } from '../testing/channels.js';
import { type ServeOptions, serveChannel } from './channel.js';
import { DAEMON_RULES } from './rules.js';

const identity = createIdentity(new Uint8Array(32).fill(1));
const client = createIdentity(new Uint8Array(32).fill(2));
const secret = new Uint8Array(32).fill(3);

function serving(more: Partial<ServeOptions> = {}) {
  const { near, far } = channelEnds();
  const lines: string[] = [];
  let unbound = 0;
  serveChannel(near, {
    identity,
    client: client.publicKey,
    mode: 'exporter',
    secret: () => secret,
    bindingTimeoutMs: 10_000,
    dialect: 'spec',
    rules: DAEMON_RULES,
    unbound: () => {
      unbound += 1;
    },
    log: (line) => lines.push(line),
    ...more,
  });
  return {
    near,
    far,
    peer: farEnd(far),
    lines,
    get unbound() {
      return unbound;
    },
  };
}

/** The proof of the client, for the nonce of the daemon. */
async function proofFor(peer: FarEnd) {
  const { type, payload: nonce } = await peer.next();
  expect([type, nonce.length]).toEqual([T.AUTH_NONCE, 32]);
  const message = authBytes({ secret, hostPk: identity.publicKey, nonce }, client.publicKey);
  return { type: T.AUTH_CLIENT, payload: concat(client.publicKey, client.sign(message)) };
}

async function bound(more: Partial<ServeOptions> = {}) {
  const one = serving(more);
  await one.peer.say(await proofFor(one.peer));
  expect((await one.peer.next()).type).toBe(T.AUTH_HOST);
  return one;
}

const head = { type: T.REQUEST_HEAD, requestId: 5, payload: Buffer.from('GET / HTTP/1.1\r\n\r\n') };
const end = { type: T.REQUEST_END, requestId: 5 };
const requestAndEnd = [head, end] as const;
const badGateway = ['RESPONSE_HEAD', 'RESPONSE_END'];

describe.each<Dialect>(['spec', 'deployed'])('a channel, %s', (dialect) => {
  it('is bound, and answers PING and requests', async () => {
    const { peer, near, lines } = await bound({ dialect });
    await peer.say({ type: T.PING }, { type: T.PONG }, ...requestAndEnd);
    const answers = [await peer.next(), await peer.next(), await peer.next()];
    const id = dialect === 'spec' ? 5 : 0;
    expect(answers.map(({ type, requestId }) => [type, requestId])).toEqual([
      [T.PONG, 0],
      [T.RESPONSE_HEAD, id],
      [T.RESPONSE_END, id],
    ]);
    expect([near.open, lines]).toEqual([true, [`request ${id}`]]);
  });
});

describe('a channel before its binding', () => {
  it.each([
    ['PING', { type: T.PING }, 'expected AuthClient before any other frame'],
    ['a request', head, 'expected AuthClient before any other frame'],
    ['an ERROR', { type: T.ERROR }, 'expected AuthClient before any other frame'],
    ['a short AUTH_CLIENT', { type: T.AUTH_CLIENT, payload: new Uint8Array(95) }, 'malformed AuthClient'],
    [
      'a forged AUTH_CLIENT',
      { type: T.AUTH_CLIENT, payload: concat(client.publicKey, new Uint8Array(64)) },
      'client signature failed to verify',
    ],
  ])('ends with an ERROR and with its connection at %s', async (_what, frame, reason) => {
    const one = serving();
    await one.peer.say(frame);
    await one.near.closed;
    await new Promise(setImmediate);
    expect(one.peer.heard.slice(1).map(shown)).toEqual([`ERROR 0 ${reason}`]);
    expect([one.near.open, one.unbound, one.lines]).toEqual([false, 1, [`channel torn down: ${reason}`]]);
  });

  it('leaves the connection open in the deployed dialect', async () => {
    const one = serving({ dialect: 'deployed' });
    await one.peer.say({ type: T.PING });
    await one.near.closed;
    await new Promise(setImmediate);
    expect(one.unbound).toBe(0);
  });

  it('serves nothing behind a proof that fails, in the same message', async () => {
    const one = serving();
    await one.peer.say({ type: T.AUTH_CLIENT, payload: new Uint8Array(96) }, ...requestAndEnd);
    await one.near.closed;
    await new Promise(setImmediate);
    expect(one.peer.heard.map(({ type }) => type)).toEqual([T.AUTH_NONCE, T.ERROR]);
  });
});

describe('a bound channel', () => {
  it.each([
    [
      'another AUTH_CLIENT',
      [{ type: T.AUTH_CLIENT, payload: new Uint8Array(96) }],
      'auth frame after binding completed',
    ],
    [
      'AUTH_NONCE',
      [{ type: T.AUTH_NONCE, payload: new Uint8Array(32) }],
      'auth frame after binding completed',
    ],
    ['a body without a head', [{ type: T.REQUEST_BODY, requestId: 1 }], 'REQUEST_BODY before REQUEST_HEAD'],
    ['a second head', [head, head], 'second REQUEST_HEAD of a request'],
    ['a malformed head', [{ ...head, payload: Buffer.from('GET /') }], 'malformed request head'],
    ['WS_FRAME before an upgrade', [{ type: T.WS_FRAME, requestId: 5 }], 'WS_FRAME before upgrade'],
    ['a response', [{ type: T.RESPONSE_END, requestId: 5 }], 'unexpected frame type from client'],
  ])('ends with an ERROR at %s', async (_what, frames, reason) => {
    const one = await bound();
    await one.peer.say(...frames);
    await one.near.closed;
    await new Promise(setImmediate);
    expect(one.peer.heard.slice(2).map(shown)).toEqual([`ERROR 0 ${reason}`]);
    // The binding held: the connection may have other channels.
    expect(one.unbound).toBe(0);
  });

  it.each([
    ['of a reserved type', Uint8Array.of(0, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['that announces 4 GiB', Uint8Array.of(0, T.REQUEST_BODY, 0, 0, 0, 1, 255, 255, 255, 255)],
  ])('ends with an ERROR at a frame %s', async (_what, bytes) => {
    const one = await bound();
    await one.far.send(bytes);
    await one.near.closed;
    await new Promise(setImmediate);
    expect(one.peer.heard.slice(2).map(shown)).toEqual(['ERROR 0 malformed frame']);
  });

  it('ends without an ERROR of its own when the client sends one', async () => {
    const one = await bound();
    await one.peer.say({ type: T.ERROR, payload: Buffer.from('enough') }, ...requestAndEnd);
    await one.near.closed;
    await new Promise(setImmediate);
    expect([one.peer.heard.length, one.lines]).toEqual([2, []]);
  });

  it('stays open at a fault whose rule says so', async () => {
    const rules = { ...DAEMON_RULES, closeReason: () => undefined };
    const one = await bound({ rules });
    await one.peer.say({ type: T.WS_FRAME, requestId: 5 }, { type: T.PING });
    expect(shown(await one.peer.next())).toBe('PONG 0');
  });

  it('answers a malformed head with 502 in the deployed dialect', async () => {
    const one = await bound({ dialect: 'deployed' });
    await one.peer.say({ ...head, payload: Buffer.from('GET /') });
    const answers = [shown(await one.peer.next()), shown(await one.peer.next())];
    expect(answers.map((answer) => answer.split(' ')[0])).toEqual(badGateway);
  });
});

describe('a client that does not prove itself', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is disconnected after the time of the binding', async () => {
    const one = serving({ bindingTimeoutMs: 500 });
    await vi.advanceTimersByTimeAsync(499);
    expect(one.near.open).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(one.peer.heard.slice(1).map(shown)).toEqual(['ERROR 0 channel binding timeout']);
    expect([one.near.open, one.unbound]).toEqual([false, 1]);
  });

  it('leaves no timer behind when it goes', async () => {
    const one = serving();
    one.far.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
