import { describe, expect, it } from 'vitest';
import { hex } from '../../reference/bytes/hex.js';
import { concat } from '../../reference/bytes/writer.js';
import { authBytes } from '../../reference/openhost/binding.js';
import { frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Channel } from '../../reference/openhost/peers/rtc/channel.js';
import { SessionFailed } from '../../reference/openhost/peers/rtc/peer.js';
import { Lost, Unreachable } from '../../suites/case.js';
import { openContext } from '../context.js';
import { connectionsOf } from './port_connections.js';
import { daemonInMemory, type MemoryOptions } from './testing/daemon_in_memory.js';
import { heldChannel } from './testing/held_channel.js';

const nonce = new Uint8Array(32).fill(5);

/** A daemon in memory whose channels prove its identity, and the part of the port of one case. */
function connections({ session = {}, ...options }: MemoryOptions = {}) {
  let opened = 0;
  const channels: ReturnType<typeof heldChannel>[] = [];
  const daemon = daemonInMemory({
    ...options,
    session: {
      async connect() {
        opened += 1;
        return bindingChannel();
      },
      ...session,
    },
  });
  function bindingChannel(): Channel {
    const held = heldChannel(async (message) => {
      const { type, payload } = frame.decode(message);
      if (type !== T.AUTH_CLIENT) return;
      const clientPk = payload.subarray(0, 32);
      const bound = { secret: new Uint8Array(32).fill(7), hostPk: daemon.identity.publicKey, nonce };
      const proof = daemon.identity.sign(authBytes(bound, clientPk));
      held.hear(frame.encode({ type: T.AUTH_HOST, requestId: 0, payload: proof }));
    });
    channels.push(held);
    const { listen } = held.channel;
    return {
      ...held.channel,
      listen(listener) {
        listen(listener);
        held.hear(frame.encode({ type: T.AUTH_NONCE, requestId: 0, payload: nonce }));
      },
    };
  }
  const caseOf = (attempt = 1) => {
    const open = openContext({
      ...{ seed: 'x', attempt, speed: 1, signal: new AbortController().signal },
      ...{ progress: () => {} },
    });
    return { ...open, port: connectionsOf(daemon.deployment, open.context) };
  };
  return { ...daemon, caseOf, channels, opened: () => opened };
}

describe('a new connection', () => {
  it('is open during the case, and ended after it', async () => {
    const { caseOf, sessions } = connections();
    const { port, close } = caseOf();
    const wire = await port.connect();
    expect(await wire.next()).toMatchObject({ type: T.AUTH_NONCE, payload: nonce });
    expect(sessions[0]?.closes()).toBe(0);
    await close();
    expect(sessions[0]?.closes()).toBe(1);
  });

  it('proves in the mode of its offer', async () => {
    const { caseOf, identity } = connections();
    const { port } = caseOf();
    const wire = await port.connect({ mode: 'cert_fp' });
    const proof = wire.proof(nonce);
    // The record of this daemon has this fingerprint.
    const bound = { secret: new Uint8Array(32).fill(3), hostPk: identity.publicKey, nonce };
    expect(hex.encode(proof.subarray(0, 32))).toBe(hex.encode(wire.client));
    const { verify } = await import('../../reference/crypto/ed25519.js');
    expect(verify(wire.client, authBytes(bound, wire.client), proof.subarray(32))).toBe(true);
  });

  it('that fails is lost, and one that a case only tries is closed', async () => {
    const { caseOf, sessions } = connections({
      session: { connect: () => Promise.reject(new SessionFailed('unreachable', 'no route')) },
    });
    const { port, evidence, close } = caseOf();
    await expect(port.connect()).rejects.toThrow(new Lost('the connection failed: no route'));
    expect(await port.tryConnect({})).toBe('closed');
    expect(evidence).toMatchObject([{ name: 'connection', text: 'the connection failed: no route' }]);
    await close();
    expect(sessions.map(({ closes }) => closes())).toEqual([1, 1]);
  });

  it('that a case only tries is silent after its own deadline, and else is ended with the case', async () => {
    const silent = connections({ session: { connect: () => new Promise(() => {}) } });
    expect(await silent.caseOf().port.tryConnect({}, 5)).toBe('silent');
    const { caseOf, sessions } = connections();
    const { port, close } = caseOf();
    expect(await port.tryConnect({})).toMatchObject({ patience: 50 });
    await close();
    expect(sessions[0]?.closes()).toBe(1);
  });

  it('needs an answer', async () => {
    const { caseOf } = connections({ answers: () => false });
    await expect(caseOf().port.connect()).rejects.toThrow(Unreachable);
  });
});

describe('a bound channel', () => {
  it('is shared by the cases, as long as it is clean', async () => {
    const { caseOf, opened, deployment } = connections();
    for (const _ of [1, 2]) {
      const { port, close } = caseOf();
      const wire = await port.bound();
      expect(wire.open).toBe(true);
      await close();
    }
    expect([opened(), deployment.idle.empty().length]).toEqual([1, 1]);
  });

  it('is not shared by two cases at the same time', async () => {
    const { caseOf, opened, deployment } = connections();
    const [one, other] = [caseOf(), caseOf()];
    expect(await one.port.bound()).not.toBe(await other.port.bound());
    await one.close();
    await other.close();
    expect([opened(), deployment.idle.empty().length]).toEqual([2, 2]);
  });

  it.each([
    ['half a frame', Uint8Array.of(0, T.PING)],
    ['a frame that nobody read', frame.encode({ type: T.PING, requestId: 0, payload: new Uint8Array(0) })],
    ['garbage', new Uint8Array(10).fill(0x44)],
  ])('with %s is not shared any more', async (_what, bytes) => {
    const { caseOf, opened, channels, deployment } = connections();
    const { port, close } = caseOf();
    await port.bound();
    channels[0]?.hear(bytes);
    await close();
    expect(deployment.idle.empty()).toEqual([]);
    await caseOf().port.bound();
    expect(opened()).toBe(2);
  });

  it('that closed while it was idle is passed over', async () => {
    const { caseOf, opened, channels } = connections();
    const { port, close } = caseOf();
    await port.bound();
    await close();
    channels[0]?.end();
    await Promise.resolve();
    await caseOf().port.bound();
    expect(opened()).toBe(2);
  });

  it.each([
    ['a case that breaks it', 1, 'own'],
    ['the second attempt of a case', 2, 'shared'],
  ] as const)('is new for %s, and ended with it', async (_what, attempt, connection) => {
    const { caseOf, opened, deployment, sessions } = connections();
    const { port, close } = caseOf(attempt);
    await port.bound(connection);
    await close();
    expect([opened(), deployment.idle.empty().length, sessions[0]?.closes()]).toEqual([1, 0, 1]);
  });

  it('of a daemon that does not prove its key is lost', async () => {
    const held = heldChannel();
    const { caseOf } = connections({ session: { connect: async () => held.channel } });
    const bound = caseOf().port.bound();
    const hear = (type: number, payload: Uint8Array) =>
      held.hear(frame.encode({ type, requestId: 0, payload }));
    setTimeout(() => {
      hear(T.AUTH_NONCE, nonce);
      hear(T.AUTH_HOST, concat(nonce, nonce));
    }, 5);
    await expect(bound).rejects.toThrow('the signature in AUTH_HOST does not prove the daemon');
  });
});

describe('greeting', () => {
  it('closes its session, whether the daemon continues or not', async () => {
    const { caseOf, sessions } = connections({ session: { greeted: Promise.resolve() } });
    expect(await caseOf().port.greets({}, 1000)).toEqual(expect.any(Number));
    const broken = connections({
      ...{ records: (all) => all.map((one) => ({ ...one, value: '???' })) },
    });
    await expect(broken.caseOf().port.greets({}, 1000)).rejects.toThrow(/answer cannot be read/);
    expect([sessions[0]?.closes(), broken.sessions[0]?.closes()]).toEqual([1, 1]);
  });
});
