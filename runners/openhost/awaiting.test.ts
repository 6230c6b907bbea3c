import { describe, expect, it } from 'vitest';
import { base64url } from '../../reference/bytes/base64url.js';
import type { TextRecord } from '../../reference/openhost/packet.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { SubstrateError } from '../../reference/openhost/peers/substrate.js';
import { settled } from '../../reference/settled.js';
import { Unreachable } from '../../suites/case.js';
import { answerThere, awaitAnswer, lasting } from './awaiting.js';
import { compose, openSession, putOffer } from './composing.js';
import { NotPublished } from './published.js';
import { daemonInMemory, type MemoryOptions } from './testing/daemon_in_memory.js';

const { signal } = new AbortController();
const certificate = createDtlsCertificate();

/** A client that has published a valid offer to this daemon. */
async function offered(options: MemoryOptions = {}) {
  const daemon = daemonInMemory(options);
  const { deployment } = daemon;
  const client = createIdentity();
  const session = await openSession(deployment, certificate, {});
  const sent = compose(deployment, { identity: client, session, certificate }, {});
  await putOffer(deployment, client, sent, { signal });
  const awaited = (ms = 15, over: (signal: AbortSignal) => Promise<void> = lasting(ms), until = signal) =>
    awaitAnswer(deployment, client, sent.hash, { over, signal: until });
  return { ...daemon, client, sent, awaited };
}

type Change = (bytes: Uint8Array) => Uint8Array;
const everyFragment = (change: Change) => (all: readonly TextRecord[]) =>
  all.map((one) => ({ ...one, value: base64url.encode(change(base64url.decode(one.value))) }));
/** Changes only the fragment with this index. */
const inFragment = (index: number, change: Change) => (all: readonly TextRecord[]) =>
  all.map((one, i) => (i === index ? (everyFragment(change)([one])[0] ?? one) : one));

describe('an answer', () => {
  it('is read, and names the offer', async () => {
    const { awaited, sent, identity } = await offered();
    expect(await awaited()).toMatchObject({
      labels: ['0', '1'],
      ttls: [30, 30],
      compression: 2,
      offerHash: sent.hash,
      answer: { version: 2, daemonPk: identity.publicKey, offerSdpHash: sent.hash },
      published: { outerSignature: true },
    });
  });

  it('that comes later is found at a later poll', async () => {
    const { awaited, answerNow } = await offered({ answers: () => false });
    const seen = awaited(10_000);
    setTimeout(answerNow, 10);
    expect(await seen).toMatchObject({ answer: { version: 2 } });
  });

  it('that comes just before the end is found by a last look', async () => {
    const { awaited, answerNow } = await offered({ answers: () => false, reached: { tick: 10_000 } });
    const over = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      answerNow();
    };
    expect(await awaited(0, over)).toMatchObject({ answer: { version: 2 } });
  });

  it('that comes during a poll which does not see it is found by a last look', async () => {
    const { awaited, answerNow, deployment } = await offered({ answers: () => false });
    const [relay] = deployment.substrates;
    const get = relay?.get;
    const ended = settled();
    Object.assign(relay ?? {}, {
      async get(name: string) {
        const seen = await get?.(name);
        ended.resolve();
        await new Promise((resolve) => setImmediate(resolve));
        Object.assign(relay ?? {}, { get });
        answerNow();
        return seen;
      },
    });
    expect(await awaited(0, () => ended.promise)).toMatchObject({ answer: { version: 2 } });
  });

  it('to another client is not for this one', async () => {
    const { awaited, deployment, sent } = await offered();
    const other = createIdentity();
    expect(await answerThere(deployment, other, sent.hash, signal)).toBeUndefined();
    expect(await awaited()).not.toBe('silent');
  });

  it('that was seen is not seen again', async () => {
    const { awaited } = await offered();
    expect(await awaited()).not.toBe('silent');
    expect(await awaited()).toBe('silent');
  });

  it('never comes from a daemon without a readable record, because its salt is not known', async () => {
    const { awaited } = await offered({
      records: (all) => [...all, { label: '_openhost', ttl: 1, value: 'x' }],
    });
    expect(await awaited()).toBe('silent');
  });
});

describe('a hostile answer', () => {
  it.each<[string, NonNullable<MemoryOptions['records']>, string]>([
    ['is not base64url', (all) => all.map((one) => ({ ...one, value: '???' })), 'alphabet'],
    ['has an empty fragment', (all) => all.map((one) => ({ ...one, value: '' })), 'truncated'],
    ['is not for this key', inFragment(0, (bytes) => bytes.with(10, (bytes[10] ?? 0) ^ 1)), 'forged'],
    ['announces more fragments than there are', everyFragment((bytes) => bytes.with(2, 3)), 'missing'],
    ['has a fragment with another total', inFragment(1, (bytes) => bytes.with(2, 3)), 'total'],
    ['has a fragment twice', (all) => [...all, ...all.slice(1)], 'duplicate'],
  ])('that %s is an answer with that fault', async (_what, records, refused) => {
    const { awaited } = await offered({ records });
    expect(await awaited()).toMatchObject({
      compression: 0,
      answer: { refused: expect.stringContaining(refused) },
    });
  });

  it('without its first fragment is no answer yet', async () => {
    const { awaited } = await offered({ records: (all) => all.slice(1) });
    expect(await awaited()).toBe('silent');
  });
});

describe('waiting for an answer', () => {
  it('stops when the case ends', async () => {
    const { awaited } = await offered({ answers: () => false, reached: { tick: 10_000 } });
    const over = new AbortController();
    const waiting = awaited(60_000, lasting(60_000), over.signal);
    over.abort(new Error('the case is over'));
    await expect(waiting).rejects.toThrow();
  });

  it('stops with the reason why no answer can come', async () => {
    const { awaited } = await offered({ answers: () => false });
    const gone = () => Promise.reject(new Unreachable('the daemon did not fetch the offer'));
    await expect(awaited(0, gone)).rejects.toThrow('the daemon did not fetch the offer');
  });

  it('ends its own wait once the answer is there', async () => {
    let stopped = false;
    const over = (until: AbortSignal) =>
      new Promise<void>((resolve) =>
        until.addEventListener('abort', () => {
          stopped = true;
          resolve();
        }),
      );
    const { awaited } = await offered();
    await awaited(0, over);
    expect(stopped).toBe(true);
  });

  it('goes on while the relay is busy, and is unreachable when it still is at the last look', async () => {
    let busy = 2;
    const { awaited, deployment } = await offered();
    const [relay] = deployment.substrates;
    const get = relay?.get;
    Object.assign(relay ?? {}, {
      get: async (name: string) => {
        if (busy-- > 0) throw new SubstrateError('busy');
        return get?.(name);
      },
    });
    expect(await awaited(10_000)).toMatchObject({ answer: { version: 2 } });
    busy = Number.POSITIVE_INFINITY;
    await expect(awaited()).rejects.toThrow(Unreachable);
  });

  it('at a relay without a packet is silent until the last look, and then not published', async () => {
    const { awaited } = await offered({ isUp: false, answers: () => false });
    await expect(awaited()).rejects.toThrow(NotPublished);
  });

  it('passes on a defect of ours at once', async () => {
    const { awaited, deployment } = await offered();
    Object.assign(deployment.substrates[0] ?? {}, { get: () => Promise.reject(new TypeError('ours')) });
    await expect(awaited(60_000)).rejects.toThrow(TypeError);
  });
});
