/** The part of the port about published packets. */
import { setTimeout as delay } from 'node:timers/promises';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import type { Context } from '../../suites/model.js';
import type { OpenhostPort } from '../../suites/openhost/port.js';
import { type Deployment, NOT_OURS } from './deployment.js';
import { makeOffer } from './offering.js';
import { NotPublished, NotReadable, readPublishedAgain } from './published.js';

type Packets = Pick<OpenhostPort, 'publishes' | 'published' | 'renewed' | 'restarted'>;

export function packetsOf(deployment: Deployment, context: Context): Packets {
  const { patience } = deployment;
  const { signal } = context;

  const look = () => readPublishedAgain(deployment, signal);

  const newerThan = async (seq: bigint) => {
    const until = performance.now() + Math.max(patience, deployment.pace.patience());
    for (;;) {
      const newest = await look();
      if (newest.seq > seq) return newest;
      if (performance.now() > until) return 'silent';
      await delay(deployment.tick, undefined, { signal });
    }
  };

  /** Blocks a case when there is no packet. Another case tests that there is one. */
  const published = async () => {
    try {
      return await look();
    } catch (error) {
      const why = deployment.suspects?.unpublished;
      throw error instanceof NotPublished && why !== undefined ? new Unreachable(why) : error;
    }
  };

  return {
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
      else {
        const { session } = await makeOffer(deployment, context, {}, { awaited: 'connection' });
        await session.close();
      }
      const renewed = await newerThan(seq);
      if (deployment.wasRevived?.() !== before) {
        throw new Unreachable('the daemon was restarted during the case, so its newer packet proves nothing');
      }
      return renewed;
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
