/** The time that a record states. Each case starts its own daemon, because every answer to a client moves `ts` on. */
import type { Case, Context } from '../model.js';
import { hostOf } from './2_record.js';
import { daemonCase } from './daemon_case.js';
import type { Published } from './port.js';
import { LOCKED_OUT } from './whys.js';

const requires = ['OPENHOST-2-26'];
/** Seconds. Both ends run on one machine, but the packet may wait at the relay for a moment. */
const NEAR = 10;
/** Seconds by which publishing itself may move `ts` on: two packets within one second need different numbers. */
const ROOM = 5;
const [LOOKS, BETWEEN] = [6, 10_000];

function expectNow(context: Context, published: Published): void {
  const ahead = hostOf(context, published).ts - published.seenAt;
  context.expect.that('ts states the time of publication', Math.abs(ahead) <= NEAR, {
    expected: `within ${NEAR} s of our clock`,
    observed: ahead < 0 ? `${-ahead} s behind our clock` : `${ahead} s ahead of our clock`,
  });
}

/** Checks that a newer packet was published, and returns it. */
function newer(context: Context, published: Published | 'silent', what: string): Published {
  context.expect.that(what, published !== 'silent', {
    expected: 'a packet with a larger seq',
    observed: published === 'silent' ? 'no newer packet' : `a packet with seq ${published.seq}`,
  });
  return published as Published;
}

export const times: readonly Case[] = [
  daemonCase({
    id: 'openhost/2/ts-now',
    title: 'ts is within 10 s of the time of publication',
    why: 'A daemon whose ts runs ahead of the clock cannot publish after a restart until the clock catches up.',
    requires,
    expects: 'service',
    async run(context) {
      const daemon = await context.openhost.variant({ aside: 'clock' });
      expectNow(context, newer(context, await daemon.renewed(), 'the daemon publishes again'));
    },
  }),
  daemonCase({
    id: 'openhost/2/ts-pace',
    title: 'ts grows no faster than the clock while the daemon republishes for a minute',
    why: 'A known daemon moves ts on by a second for each of several packets a second: after 40 s it is 55 s ahead (OPENHOST-S10).',
    requires,
    waits: LOOKS * BETWEEN,
    expects: 'service',
    async run(context) {
      const { clock, expect, openhost } = context;
      const daemon = await openhost.variant({ aside: 'minute' });
      const next = async () =>
        hostOf(context, newer(context, await daemon.renewed(), 'the daemon publishes again')).ts;
      const [first, since] = [await next(), clock.elapsed()];
      let last = first;
      for (let look = 0; look < LOOKS; look++) {
        await clock.wait(BETWEEN);
        last = await next();
      }
      const passed = Math.max(LOOKS * BETWEEN, clock.elapsed() - since) / 1000;
      expect.that('growth of ts', last - first <= passed + ROOM, {
        expected: `at most ${Math.ceil(passed) + ROOM} s`,
        observed: `${last - first} s in ${Math.round(passed)} s`,
      });
    },
  }),
  daemonCase({
    id: 'openhost/2/restart-fresh',
    title: 'the first packet after a restart has a ts within 10 s of its publication',
    why: LOCKED_OUT,
    requires: [...requires, 'OPENHOST-2-23'],
    expects: 'service',
    async run(context) {
      const daemon = await context.openhost.variant({ aside: 'restart' });
      const { after, rejected } = await daemon.restarted();
      const what =
        rejected === undefined
          ? 'the daemon publishes after the restart'
          : `the packet after the restart is newer than the one before it (the relay rejects seq ${rejected})`;
      expectNow(context, newer(context, after, what));
    },
  }),
];
