import { setTimeout as delay } from 'node:timers/promises';
import type { Channel } from '../../reference/openhost/peers/rtc/channel.js';
import { answerSdp } from '../../reference/openhost/sdp.js';
import { Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import type { Context } from '../../suites/model.js';
import type { OfferShape, OpenhostPort, Settings, Wire } from '../../suites/openhost/port.js';
import type { Deployment } from './deployment.js';
import { makeOffer, replayOffer } from './offering.js';
import { NotPublished, readPublished } from './published.js';
import { lookForTunnels, mustTunnel, TUNNELS } from './tunnels.js';
import { bindWire, type Dialled, wireOf } from './wire.js';

/** Milliseconds: well within the deadline of a case, which would tell less. */
const LONGEST_DIAL = 20_000;
const NOT_OURS = 'we do not start this daemon, and it takes one with other settings (openhostd:COMMAND)';

export function openhostPort(deployment: Deployment, context: Context): OpenhostPort {
  const { key, dialect, patience } = deployment;

  /** A relay that was busy gets another chance. */
  const look = () =>
    readPublished(deployment).catch((error: unknown) => {
      if (error instanceof Unreachable) return readPublished(deployment);
      throw error;
    });

  /** Without a packet most cases have nothing to ask about; that there is one is the question of its own case. */
  const published = () =>
    look().catch((error: unknown) => {
      const why = deployment.suspects?.unpublished;
      throw error instanceof NotPublished && why !== undefined ? new Unreachable(why) : error;
    });

  async function answered(shape: OfferShape) {
    const { identity, session, offered } = await makeOffer(deployment, context, shape, 'connection');
    if (!offered.answered) throw new Unreachable('the daemon does not answer');
    const { answer, published } = offered;
    if (!('dtlsFp' in published.host)) throw new Lost(`the record is refused: ${published.host.refused}`);
    const fingerprint = published.host.dtlsFp;
    const sdp = answer.version === 1 ? answer.sdp : answerSdp(answer.blob, fingerprint);
    return { identity, session, sdp, fingerprint };
  }

  async function dial(
    shape: OfferShape,
    within = Math.min(patience * 2, LONGEST_DIAL),
  ): Promise<{ channel: Channel; dialled: Dialled }> {
    const { identity, session, sdp, fingerprint } = await answered(shape);
    const late = delay(within, undefined, { ref: false }).then(() => {
      throw new Lost('no connection came of the answer');
    });
    late.catch(() => {});
    const connected = session.connect(sdp, fingerprint).catch((error: unknown) => {
      throw new Lost(`the connection failed: ${error}`);
    });
    const channel = await Promise.race([connected, late]).catch(async (error: unknown) => {
      await session.close();
      throw error;
    });
    let ended = false;
    void session.ended.then(() => {
      ended = true;
    });
    const dialled: Dialled = {
      alive: () => !ended,
      session,
      identity,
      host: key,
      fingerprint,
      mode: shape.mode ?? ('exporter' as const),
      patience,
    };
    return { channel, dialled };
  }

  const shared = async (): Promise<Wire> => {
    let wire = deployment.idle.pop();
    while (wire && !wire.clean) wire = deployment.idle.pop();
    if (!wire) {
      const { channel, dialled } = await dial({});
      wire = wireOf(channel, dialled);
      await bindWire(wire);
    }
    const borrowed = wire;
    context.defer(() => {
      if (borrowed.clean) deployment.idle.push(borrowed);
    });
    return borrowed;
  };

  const connect = async (shape: OfferShape = {}, within?: number): Promise<Wire> => {
    const { channel, dialled } = await dial(shape, within);
    context.defer(() => dialled.session.close());
    return wireOf(channel, dialled);
  };

  const bound: OpenhostPort['bound'] = async (connection = 'shared') => {
    if (connection === 'shared') return shared();
    const wire = await connect();
    await bindWire(wire);
    return wire;
  };

  const service = async () => {
    if (!deployment.service) throw new Unclaimed('no service of ours is behind this daemon (--upstream)');
    return deployment.service;
  };

  const variant = async (settings: Settings): Promise<Deployment> => {
    if (!deployment.start) throw new Unclaimed(NOT_OURS);
    const name = JSON.stringify(settings);
    const start = deployment.start;
    const known = deployment.variants.get(name) ?? start(settings);
    deployment.variants.set(name, known);
    return known;
  };

  return {
    key,
    dialect,
    patience,
    publishes: () =>
      look().then(
        () => true,
        (error: unknown) => {
          if (error instanceof NotPublished) return false;
          throw error;
        },
      ),
    published,
    async renewed() {
      const { seq } = await published();
      if (deployment.renew) await deployment.renew();
      else await makeOffer(deployment, context, {}, 'connection').then(({ session }) => session.close());
      const until = performance.now() + patience;
      for (;;) {
        const newest = await look();
        if (newest.seq > seq) return newest;
        if (performance.now() > until) throw new Lost('the daemon does not publish anew');
        await delay(deployment.tick);
      }
    },
    async offer(shape = {}, known = {}) {
      const { session, offered } = await makeOffer(deployment, context, shape, 'answer', known);
      await session.close();
      return offered;
    },
    async refuses(shape) {
      const { session, offered } = await makeOffer(deployment, context, shape, 'silence');
      await session.close();
      return !offered.answered;
    },
    replayed: () => replayOffer(deployment, context),
    async greets(shape, within) {
      const { session, sdp, fingerprint } = await answered(shape);
      context.defer(() => session.close());
      const start = performance.now();
      session.connect(sdp, fingerprint).catch(() => {});
      const greeted = session.greeted.then(() => performance.now() - start);
      const ended = session.ended.then(() => undefined);
      return Promise.race([greeted, ended, delay(within, undefined, { ref: false })]);
    },
    connect,
    bound,
    service,
    variant: async (settings) => openhostPort(await variant(settings), context),
    async tunnelling(alone) {
      if (deployment.start) return openhostPort(await variant({ websockets: TUNNELS }), context);
      const ours = await service();
      deployment.tunnels ??= lookForTunnels(ours, () => bound('own'));
      mustTunnel(await context.inQueue(deployment.tunnels), alone === 'alone');
      return openhostPort(deployment, context);
    },
    async starts(settings) {
      if (!deployment.start) throw new Unclaimed(NOT_OURS);
      try {
        await (await deployment.start(settings)).close();
        return true;
      } catch {
        // One that was given up has refused nothing.
        context.signal.throwIfAborted();
        return false;
      }
    },
    async breakPairs(meanwhile) {
      const { pairs, looked, silence } = deployment;
      if (!pairs) throw new Unclaimed('its database of pairs is not ours');
      pairs.damage();
      try {
        await (looked?.() ?? delay(silence));
        return await meanwhile();
      } finally {
        pairs.mend();
      }
    },
    async restarted() {
      if (!deployment.restart) throw new Unclaimed(NOT_OURS);
      const before = await published();
      await deployment.restart();
      return { before, after: await look() };
    },
  };
}
