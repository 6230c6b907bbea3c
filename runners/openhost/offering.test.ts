import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { settled } from '../../reference/settled.js';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import type { OfferShape } from '../../suites/openhost/port.js';
import { type Awaited, makeOffer, replayOffer } from './offering.js';
import { daemonInMemory, type MemoryOptions } from './testing/daemon_in_memory.js';

const context = {
  inQueue: <T>(turn: Promise<T>) => turn,
  signal: new AbortController().signal,
  attempt: 1,
};
/** The pace of a daemon that we make poll, so no offer is too early. */
const alone = { alone: true as const };

function offering(options: MemoryOptions = {}) {
  const daemon = daemonInMemory(options);
  const make = (shape: OfferShape, awaited: Awaited, known?: OfferShape) =>
    makeOffer(daemon.deployment, context, shape, { awaited, ...(known ? { known } : {}) });
  return { ...daemon, make };
}

describe('an offer', () => {
  it.each(['connection', 'answer', 'silence'] as const)('for a %s is answered', async (awaited) => {
    const { make, sessions, identity } = offering();
    const { session, offered } = await make({}, awaited);
    expect(session).toBe(sessions[0]?.session);
    expect(offered).toMatchObject({ answer: { daemonPk: identity.publicKey }, took: expect.any(Number) });
    expect(sessions[0]?.closes()).toBe(0);
  });

  it('for a connection needs an answer, and its session is closed without one', async () => {
    const { make, sessions } = offering({ answers: () => false });
    const making = make({}, 'connection');
    await expect(making).rejects.toThrow(Unreachable);
    await expect(making).rejects.toThrow('the daemon does not answer a valid offer');
    expect(sessions[0]?.closes()).toBe(1);
  });

  it.each(['answer', 'silence'] as const)(
    'for an %s is silent only when a valid offer of the same client is answered then',
    async (awaited) => {
      const { make, offers } = offering({ answers: ({ bindingMode }) => bindingMode === 'exporter' });
      expect(await make({ mode: 'cert_fp' }, awaited)).toMatchObject({ offered: 'silent' });
      expect(offers.map(({ read }) => read.bindingMode)).toEqual(['cert_fp', 'exporter']);
      expect(new Set(offers.map(({ client }) => client)).size).toBe(1);
    },
  );

  it.each([alone, {}])('without any answer proves nothing (%o)', async (reached) => {
    const { make, offers, sessions } = offering({ answers: () => false, reached });
    await expect(make({ mode: 'cert_fp' }, 'silence')).rejects.toThrow(
      /does not answer a valid offer either/,
    );
    expect(offers).toHaveLength(2);
    expect(sessions[0]?.closes()).toBe(1);
  });

  it('for silence waits for its turn when the packet has room for one answer only', async () => {
    const { make, offers, deployment } = offering({ answers: (_read, nth) => nth > 1 });
    let over = () => {};
    void deployment.inTurn(context, () => {
      const { promise, resolve } = settled();
      over = resolve;
      return promise;
    });
    deployment.holdsTwo.replace(false);
    const making = make({ mode: 'cert_fp' }, 'silence');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(offers).toHaveLength(0);
    over();
    expect(await making).toMatchObject({ offered: 'silent' });
  });

  it('of a control that the case names replaces the usual one', async () => {
    const { make, offers } = offering({ answers: (_read, nth) => nth === 2 });
    await make({ mode: 'cert_fp' }, 'answer', { version: 2 });
    expect(offers.map(({ read }) => read.version)).toEqual([3, 2]);
  });

  it('of an unpaired client is followed by its pairing and a valid offer', async () => {
    const asked: boolean[] = [];
    const { make, paired, offers, deployment } = offering({
      answers: (_read, nth) => nth === 2,
      reached: { pair: async ({ name }) => void paired.push(name) },
    });
    const client = deployment.client;
    Object.assign(deployment, {
      client: (unpaired: boolean, signal: AbortSignal) => {
        asked.push(unpaired);
        return client(unpaired, signal);
      },
    });
    expect(await make({ unpaired: true }, 'silence')).toMatchObject({ offered: 'silent' });
    expect(asked).toEqual([true]);
    expect(paired).toEqual([offers[0]?.client]);
  });

  it('with an old packet is not possible for a client that was used before', async () => {
    const { make, offers } = offering({ reached: { reuses: true } });
    await expect(make({ age: 7200 }, 'silence')).rejects.toThrow(Unclaimed);
    expect(offers).toEqual([]);
  });

  it.each([
    ['stolen', 'with the own fingerprint and another key'],
    ['other', 'that the offer does not name'],
  ] as const)('with a %s certificate shows one %s', async (certificate, _one) => {
    const shown: { fingerprint: Uint8Array; certificate: string; key: string }[] = [];
    const { make, offers, deployment } = offering();
    const open = deployment.offerSession;
    Object.assign(deployment, {
      offerSession: (options: Parameters<NonNullable<typeof open>>[0]) => {
        shown.push(options.certificate);
        return open?.(options);
      },
    });
    await make({ certificate }, 'answer');
    const read = offers[0]?.read;
    const named = read?.version === 3 ? read.blob.clientDtlsFp : undefined;
    const { certificate: pem = '', key = '' } = shown[0] ?? {};
    // A thief has the certificate without its key.
    expect(new X509Certificate(pem).checkPrivateKey(createPrivateKey(key))).toBe(certificate === 'other');
    expect(Buffer.compare(shown[0]?.fingerprint ?? Buffer.alloc(0), named ?? Buffer.alloc(0)) === 0).toBe(
      certificate === 'stolen',
    );
  });
});

describe('several offers that must be rejected', () => {
  /** The clients of the offers, in order, as `a` and `b`. */
  const order = async (reached: MemoryOptions['reached'] = {}) => {
    const { make, offers } = offering({ answers: ({ bindingMode }) => bindingMode === 'exporter', reached });
    const made = await Promise.all([
      make({ mode: 'cert_fp' }, 'silence'),
      make({ mode: 'cert_fp' }, 'silence'),
    ]);
    expect(made.map(({ offered }) => offered)).toEqual(['silent', 'silent']);
    return offers.map(({ client }) => (client === offers[0]?.client ? 'a' : 'b')).join('');
  };

  it('wait for their silence at the same time', async () => {
    expect(await order()).toMatch(/^ab/);
  });

  it('take turns at a daemon that we make poll, because its silence is short', async () => {
    expect(await order(alone)).toBe('aabb');
  });
});

describe('a replayed offer', () => {
  it.each([
    ['answered', 'is', () => true],
    ['silent', 'is not', (nth: number) => nth !== 2],
  ] as const)('is %s when it %s answered again, byte for byte', async (seen, _is, answersNth) => {
    // A second answer has another seal, so it is a new answer.
    const { deployment, offers, sessions } = daemonInMemory({
      answers: (_read, nth) => answersNth(nth),
      reached: alone,
    });
    expect(await replayOffer(deployment, context)).toBe(seen);
    expect(offers[1]).toEqual(offers[0]);
    expect(offers).toHaveLength(seen === 'silent' ? 3 : 2);
    expect(sessions[0]?.closes()).toBe(1);
  });

  it.each([
    [1, 'the daemon does not answer a valid offer'],
    [3, 'the daemon does not answer another offer of the same client either'],
  ])('proves nothing when offer %i, which is valid, has no answer', async (silent, why) => {
    const { deployment, sessions } = daemonInMemory({
      answers: (_read, nth) => nth < silent && nth !== 2,
      reached: alone,
    });
    await expect(replayOffer(deployment, context)).rejects.toThrow(new Unreachable(why));
    expect(sessions[0]?.closes()).toBe(1);
  });
});
