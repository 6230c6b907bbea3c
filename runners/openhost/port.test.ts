import { describe, expect, it } from 'vitest';
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { signPacket } from '../../reference/openhost/packet.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { RELAY_RULES } from '../../reference/openhost/peers/relay/rules.js';
import { startRelay } from '../../reference/openhost/peers/relay/server.js';
import { Unreachable } from '../../suites/case.js';
import type { Context, Target } from '../../suites/model.js';
import { daemonCases } from '../../suites/openhost/cases.js';
import type { OpenhostPort, Wire } from '../../suites/openhost/port.js';
import { openContext } from '../context.js';
import { tryCase } from '../try_cases.js';
import { Down, NotUp } from './daemon_program.js';
import { type Deployment, deploymentOf, type Reached } from './deployment.js';
import { openhostPort } from './port.js';
import { fixedPace } from './testing/daemon_in_memory.js';

const contextOf = (attempt: number) =>
  openContext({
    seed: 'x',
    signal: new AbortController().signal,
    attempt,
    progress: () => {},
    speed: 1,
  });

/** A deployment without a daemon. `start` makes its variants. */
function deployed(start: () => Promise<Deployment>, closed: () => void = () => {}): Deployment {
  const reached: Reached = {
    key: new Uint8Array(32),
    dialect: 'spec',
    substrates: [],
    addresses: [],
    patience: 100,
    pace: fixedPace(100, 100),
    tick: 10,
    client: () => Promise.reject(new Error('nobody asks for a client')),
    pair: async () => {},
    release: () => {},
    start,
  };
  return deploymentOf(reached, async () => closed());
}

describe('a daemon with other settings', () => {
  it('is shared by the cases, and started anew and stopped for a second attempt', async () => {
    let started = 0;
    let closed = 0;
    const main = deployed(async () => {
      started++;
      return deployed(
        () => Promise.reject(new Error('none')),
        () => closed++,
      );
    });
    const asked = async (attempt: number) => {
      const open = contextOf(attempt);
      await openhostPort(main, open.context).variant({ websockets: null });
      await open.close();
    };
    await asked(1);
    await asked(1);
    expect([started, closed]).toEqual([1, 0]);
    await asked(2);
    expect([started, closed]).toEqual([2, 1]);
    await main.close();
    expect(closed).toBe(2);
  });

  it('that did not start is started again for the next case', async () => {
    let started = 0;
    const main = deployed(async () => {
      if (started++ === 0) throw new Unreachable('it publishes nothing');
      return deployed(() => Promise.reject(new Error('none')));
    });
    const port = openhostPort(main, contextOf(1).context);
    await expect(port.variant({})).rejects.toThrow('it publishes nothing');
    await port.variant({});
    expect(started).toBe(2);
  });

  it('that did not start shows its last lines, to all cases that waited for it', async () => {
    const main = deployed(() => Promise.reject(new Down('it publishes nothing', 'no route\nto the relay')));
    const cases = [contextOf(1), contextOf(1), contextOf(2)];
    const asked = cases.map(({ context }) => openhostPort(main, context).variant({}));
    for (const one of asked) await expect(one).rejects.toThrow('it publishes nothing');
    for (const { evidence } of cases) {
      expect(evidence).toMatchObject([{ name: 'last lines of the daemon', text: 'no route\nto the relay' }]);
    }
  });

  it.each<[string, Error, string | RegExp]>([
    ['ends by itself is rejected', new NotUp('empty list'), 'rejected'],
    ['cannot be called blocks the case', new Unreachable('no such program'), /no such program/],
    [
      'meets a bug in our code passes it on',
      new TypeError('undefined is not a function'),
      /undefined is not a function/,
    ],
  ])('that %s', async (_what, error, told) => {
    const port = openhostPort(
      deployed(() => Promise.reject(error)),
      contextOf(1).context,
    );
    const starting = port.starts({ websockets: [] });
    if (typeof told === 'string') expect(await starting).toBe(told);
    else await expect(starting).rejects.toThrow(told);
  });
});

it('does not count the packet of a daemon that we restarted meanwhile as a renewal', async () => {
  const identity = createIdentity();
  const relay = await startRelay();
  const { relaySubstrate } = await import('../../reference/openhost/peers/substrate.js');
  const substrate = relaySubstrate(relay.url);
  const publish = (seq: bigint) =>
    substrate.put(identity.name, signPacket(identity, seq, [{ label: '_openhost', ttl: 300, value: 'x' }]));
  let revived = false;
  const renewing = async (revives: boolean, from: bigint) => {
    await publish(from);
    const main: Deployment = {
      ...deployed(() => Promise.reject(new Error('none'))),
      ...{ key: identity.publicKey, substrates: [substrate], wasRevived: () => revived },
      async renew() {
        revived = revives;
        await publish(from + 1n);
      },
    };
    return openhostPort(main, contextOf(1).context).renewed();
  };
  try {
    expect(await renewing(false, 10n)).toMatchObject({ seq: 11n });
    await expect(renewing(true, 20n)).rejects.toThrow('restarted during the case');
  } finally {
    await relay.close();
  }
});

describe('errors of a port', () => {
  const wire = (heard: Awaited<ReturnType<Wire['next']>>) =>
    ({ patience: 100, next: async () => heard }) as Partial<Wire> as Wire;
  const nonce = { type: T.AUTH_NONCE, requestId: 0, payload: new Uint8Array(32) };

  /** The case about a stolen certificate, where the connection of the thief ends like this. */
  const asked = (tryConnect: OpenhostPort['tryConnect']) => {
    const port: Partial<OpenhostPort> = {
      patience: 100,
      greets: async () => 1,
      connect: async () => wire(nonce),
      tryConnect,
    };
    const target: Target = {
      name: 'toy',
      kind: 'openhost',
      capabilities: null,
      ports: { openhost: () => port as OpenhostPort },
      concurrency: 1,
      production: false,
      close: async () => {},
    };
    const one = daemonCases.find(({ id }) => id === 'openhost/3.3/stolen-certificate');
    if (!one) throw new Error('no such case');
    return tryCase(one, target);
  };

  it.each<[string, OpenhostPort['tryConnect'], string]>([
    ['no connection comes up: pass', async () => 'silent', 'pass'],
    ['the connection is closed: pass', async () => 'closed', 'pass'],
    ['the channel is silent: pass', async () => wire('silent'), 'pass'],
    ['the daemon sends a frame: fail', async () => wire(nonce), 'fail'],
    ['our own code breaks: error', () => Promise.reject(new TypeError('x is undefined')), 'error'],
    ['the relay is gone: blocked', () => Promise.reject(new Unreachable('no relay')), 'blocked'],
  ])('%s', async (_what, tryConnect, verdict) => {
    expect(await asked(tryConnect)).toMatchObject({ verdict });
  });
});

it('a relay that answers with an error blocks, and a bug in our code is passed on', async () => {
  const relay = await startRelay({ rules: { ...RELAY_RULES, turnsAway: () => 500 } });
  const broken = { name: 'ours', put: async () => {}, get: () => Promise.reject(new TypeError('ours')) };
  const main = deployed(() => Promise.reject(new Error('none')));
  const portOver = (substrates: Deployment['substrates']) =>
    openhostPort({ ...main, substrates }, contextOf(1).context as Context);
  try {
    const { relaySubstrate } = await import('../../reference/openhost/peers/substrate.js');
    await expect(portOver([relaySubstrate(relay.url)]).published()).rejects.toThrow(Unreachable);
    await expect(portOver([broken]).published()).rejects.toThrow(TypeError);
  } finally {
    await relay.close();
  }
});
