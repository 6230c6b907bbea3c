import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { concat } from '../../../bytes/writer.js';
import { verify } from '../../../crypto/ed25519.js';
import { authBytes } from '../../binding.js';
import { FRAME_TYPES as T } from '../../frame.js';
import { createIdentity } from '../identity.js';
import { channelEnds, farEnd, shown } from '../testing/channels.js';
import { bind } from './binding.js';
import { CLIENT_RULES } from './rules.js';

const identity = createIdentity(new Uint8Array(32).fill(1));
const host = createIdentity(new Uint8Array(32).fill(2));
const secret = new Uint8Array(32).fill(3);
const nonce = new Uint8Array(32).fill(4);
const nonceFrame = { type: T.AUTH_NONCE, payload: nonce };
const message = authBytes({ secret, hostPk: host.publicKey, nonce }, identity.publicKey);
const hostFrame = { type: T.AUTH_HOST, payload: host.sign(message) };

function binding(signal = new AbortController().signal) {
  const { near, far } = channelEnds();
  const peer = farEnd(far);
  const bound = bind(near, { identity, host: host.publicKey, secret, rules: CLIENT_RULES }, signal);
  bound.catch(() => {});
  return { near, far, peer, bound };
}

it('proves the key of the client, and is bound by the signature of the host', async () => {
  const { peer, bound, near } = binding();
  await peer.say(nonceFrame);
  const { type, requestId, payload } = await peer.next();
  expect([type, requestId]).toEqual([T.AUTH_CLIENT, 0]);
  expect(payload.subarray(0, 32)).toEqual(identity.publicKey);
  expect(verify(identity.publicKey, message, payload.subarray(32))).toBe(true);
  await peer.say(hostFrame);
  await bound;
  expect(near.open).toBe(true);
});

it('reads frames wherever the messages of the channel end', async () => {
  const { far, bound } = binding();
  const frames = [nonceFrame, hostFrame].flatMap((one) => [
    ...CLIENT_RULES.writeFrame({ requestId: 0, ...one }),
  ]);
  for (const byte of concat(...frames)) await far.send(Uint8Array.of(byte));
  await bound;
});

it('answers a PING behind AUTH_HOST, and stays bound', async () => {
  const { peer, bound, near } = binding();
  await peer.say(nonceFrame, hostFrame, { type: T.PING });
  await bound;
  expect((await peer.next()).type).toBe(T.AUTH_CLIENT);
  expect(shown(await peer.next())).toBe('PONG 0');
  expect(near.open).toBe(true);
});

const forged = hostFrame.payload.map((byte, at) => (at === 0 ? byte ^ 1 : byte));
const notNonce = 'expected AUTH_NONCE of 32 bytes';
const notHost = 'expected AUTH_HOST signed by the host';

describe('ends the channel with an ERROR for', () => {
  it.each([
    ['a first frame other than AUTH_NONCE', [{ type: T.PING }], notNonce],
    ['AUTH_HOST before AUTH_NONCE', [hostFrame], notNonce],
    ['a nonce of 31 bytes', [{ type: T.AUTH_NONCE, payload: nonce.subarray(1) }], notNonce],
    ['a nonce of 33 bytes', [{ type: T.AUTH_NONCE, payload: new Uint8Array(33) }], notNonce],
    ['a second AUTH_NONCE', [nonceFrame, nonceFrame], notHost],
    ['a frame between AUTH_NONCE and AUTH_HOST', [nonceFrame, { type: T.PING }], notHost],
    ['a forged signature', [nonceFrame, { type: T.AUTH_HOST, payload: forged }], notHost],
    ['a signature of no bytes', [nonceFrame, { type: T.AUTH_HOST }], notHost],
    [
      'the signature of the client sent back',
      [nonceFrame, { type: T.AUTH_HOST, payload: identity.sign(message) }],
      notHost,
    ],
  ])('%s', async (_what, frames, reason) => {
    const { peer, bound, near } = binding();
    await peer.say(...frames);
    await expect(bound).rejects.toThrow(reason);
    expect(shown(peer.heard.at(-1) ?? expect.unreachable())).toBe(`ERROR 0 ${reason}`);
    expect(near.open).toBe(false);
  });

  it('a frame of a reserved type', async () => {
    const { peer, bound, far } = binding();
    await far.send(Uint8Array.of(0, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0));
    await expect(bound).rejects.toThrow('malformed frame');
    expect(peer.heard.map(shown)).toEqual(['ERROR 0 malformed frame']);
  });
});

it('names the first fault of a message that has two', async () => {
  const { peer, bound, far } = binding();
  const [ping = new Uint8Array(0)] = CLIENT_RULES.writeFrame({
    type: T.PING,
    requestId: 0,
    payload: new Uint8Array(0),
  });
  await far.send(concat(ping, Uint8Array.of(0, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0)));
  await expect(bound).rejects.toThrow(notNonce);
  expect(peer.heard.map(shown)).toEqual([`ERROR 0 ${notNonce}`]);
});

it('closes without an ERROR of its own when the host sends one', async () => {
  const { peer, bound, near } = binding();
  await peer.say({ type: T.ERROR, payload: Buffer.from('no') });
  await expect(bound).rejects.toThrow('the host rejected the binding');
  expect([near.open, peer.heard]).toEqual([false, []]);
});

it('fails when the channel closes', async () => {
  const { far, bound } = binding();
  far.close();
  await expect(bound).rejects.toThrow('the host closed the channel');
});

describe('with a host that is silent', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives up after ten seconds', async () => {
    const { bound } = binding();
    let over = false;
    void bound.catch(() => {
      over = true;
    });
    await vi.advanceTimersByTimeAsync(9999);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await expect(bound).rejects.toThrow('the host was silent');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives up when its caller does', async () => {
    const stop = new AbortController();
    const { bound } = binding(stop.signal);
    stop.abort();
    await expect(bound).rejects.toThrow('the host was silent');
    expect(vi.getTimerCount()).toBe(0);
  });
});
