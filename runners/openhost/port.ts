import { setTimeout as delay } from 'node:timers/promises';
import { Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import type { Context } from '../../suites/model.js';
import type { OfferShape, OpenhostPort, Settings, Wire } from '../../suites/openhost/port.js';
import { type Deployment, NotUp } from './deployment.js';
import { type Answer, dial, greet } from './dialling.js';
import { makeOffer, replayOffer } from './offering.js';
import { NotPublished, NotReadable, readPublished } from './published.js';
import { revived, withLog } from './revived.js';
import { lookForTunnels, mustTunnel, TUNNELS } from './tunnels.js';
import { bindWire, type PooledWire, wireOf } from './wire.js';

/** Milliseconds: well within the deadline of a case, which would tell less. */
const LONGEST_DIAL = 20_000;
const NOT_OURS = 'we do not start this daemon, and it takes one with other settings (openhostd:COMMAND)';

export function openhostPort(deployment: Deployment, context: Context): OpenhostPort {
  const { key, dialect, patience } = deployment;
  const longest = Math.min(patience * 2, Math.max(LONGEST_DIAL, patience));
  /** Nothing that an earlier asking has made or found decides this one. */
  const anew = context.attempt > 1;

  /** A relay that was busy gets another chance. */
  const look = async () => {
    try {
      return await readPublished(deployment);
    } catch (error) {
      if (error instanceof Unreachable) return readPublished(deployment);
      throw error;
    }
  };

  const newerThan = async (seq: bigint) => {
    const until = performance.now() + Math.max(patience, deployment.pace.patience());
    for (;;) {
      const newest = await look();
      if (newest.seq > seq) return newest;
      if (performance.now() > until) return 'silent';
      await delay(deployment.tick);
    }
  };

  /** Without a packet most cases have nothing to ask about; that there is one is the question of its own case. */
  const published = async () => {
    try {
      return await look();
    } catch (error) {
      const why = deployment.suspects?.unpublished;
      throw error instanceof NotPublished && why !== undefined ? new Unreachable(why) : error;
    }
  };

  async function answered(shape: OfferShape): Promise<Answer> {
    const made = await makeOffer(deployment, context, shape, 'connection');
    const { offered } = made;
    if (offered === 'silent') throw new Unreachable('the daemon does not answer');
    return { ...made, offered, mode: shape.mode ?? 'exporter' };
  }

  /** Open until somebody closes it, or the deployment ends. */
  const connected = async (shape: OfferShape): Promise<PooledWire> => {
    const dialling = await dial(deployment, await answered(shape), longest);
    if ('why' in dialling) throw new Lost(dialling.why);
    return wireOf(dialling.channel, dialling.dialled);
  };

  const connect = async (shape: OfferShape = {}): Promise<PooledWire> => {
    const wire = await connected(shape);
    context.defer(() => wire.disconnect());
    return wire;
  };

  const shared = async (): Promise<Wire> => {
    let wire = deployment.idle.pop();
    while (wire && !wire.clean) wire = deployment.idle.pop();
    if (!wire) {
      wire = await connected({});
      await bindWire(wire);
    }
    const borrowed = wire;
    context.defer(() => {
      if (borrowed.clean) deployment.idle.push(borrowed);
    });
    return borrowed;
  };

  const bound: OpenhostPort['bound'] = async (connection = 'shared') => {
    if (connection === 'shared' && !anew) return shared();
    const wire = await connect();
    await bindWire(wire);
    return wire;
  };

  const service = async () => {
    if (!deployment.service) throw new Unclaimed('no service of ours is behind this daemon (--upstream)');
    return deployment.service;
  };

  const variant = async (settings: Settings): Promise<Deployment> => {
    const { start, variants } = deployment;
    if (!start) throw new Unclaimed(NOT_OURS);
    // The start has a time limit of its own, and its verdict is to be that of the daemon, not of the case's deadline.
    const up = (starting: Promise<Deployment>) => withLog(context, context.inQueue(starting));
    if (!anew) {
      const shared = await up(variants.get(JSON.stringify(settings), () => start(settings)));
      await revived(shared, context);
      return shared;
    }
    const own = await up(start(settings));
    context.defer(() => own.close());
    await revived(own, context);
    return own;
  };

  return {
    key,
    dialect,
    patience,
    async publishes() {
      try {
        await look();
        return 'a packet';
      } catch (error) {
        if (error instanceof NotPublished) return 'nothing';
        if (error instanceof NotReadable) return 'no DNS message';
        throw error;
      }
    },
    published,
    async renewed() {
      const before = deployment.wasRevived?.();
      const { seq } = await published();
      if (deployment.renew) await deployment.renew();
      else await makeOffer(deployment, context, {}, 'connection').then(({ session }) => session.close());
      const renewed = await newerThan(seq);
      if (deployment.wasRevived?.() !== before) {
        throw new Unreachable('the daemon was restarted meanwhile, so its newer packet proves nothing');
      }
      return renewed;
    },
    async offer(shape = {}, known = {}) {
      const { session, offered } = await makeOffer(deployment, context, shape, 'answer', known);
      await session.close();
      return offered;
    },
    async offerWrong(shape) {
      const { session, offered } = await makeOffer(deployment, context, shape, 'silence');
      await session.close();
      return offered;
    },
    replay: () => replayOffer(deployment, context),
    async greets(shape, within) {
      const answer = await answered(shape);
      try {
        return await greet(answer, within);
      } finally {
        await answer.session.close();
      }
    },
    connect,
    async tryConnect(shape, within = longest) {
      const dialling = await dial(deployment, await answered(shape), within);
      if ('why' in dialling) {
        context.note('connection', dialling.why);
        return dialling.channel;
      }
      const wire = wireOf(dialling.channel, dialling.dialled);
      context.defer(() => wire.disconnect());
      return wire;
    },
    bound,
    service,
    variant: async (settings) => openhostPort(await variant(settings), context),
    async tunnelling(alone) {
      if (deployment.start) return openhostPort(await variant({ websockets: TUNNELS }), context);
      const ours = await service();
      const find = () => lookForTunnels(ours, () => bound('own'));
      const found = await context.inQueue(anew ? find() : deployment.tunnels.get('', find));
      mustTunnel(found, alone === 'alone');
      return openhostPort(deployment, context);
    },
    async starts(settings) {
      if (!deployment.start) throw new Unclaimed(NOT_OURS);
      try {
        await (await withLog(context, deployment.start(settings))).close();
        return 'up';
      } catch (error) {
        // One that was given up has rejected nothing.
        context.signal.throwIfAborted();
        if (!(error instanceof NotUp)) throw error;
        return 'rejected';
      }
    },
    async breakPairs(meanwhile) {
      const { pairs, pace } = deployment;
      if (!pairs) throw new Unclaimed('its database of pairs is not ours');
      pairs.damage();
      try {
        await pace.polled();
        return await meanwhile();
      } finally {
        pairs.mend();
      }
    },
    async restarted() {
      if (!deployment.restart) throw new Unclaimed(NOT_OURS);
      const before = await published();
      const known = deployment.outdated?.();
      await context.inQueue(deployment.restart());
      const after = await newerThan(before.seq);
      const rejected = deployment.outdated?.();
      return { before, after, ...(rejected === undefined || rejected === known ? {} : { rejected }) };
    },
  };
}
