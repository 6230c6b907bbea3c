/** Which clients a daemon answers, how soon, and how often. */
import { FRAME_TYPES } from '../../reference/openhost/frame.js';
import { Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { expectAnswer, expectAnswered, expectNoAnswer } from './answered.js';
import { daemonCase } from './daemon_case.js';
import { expectFrame } from './heard.js';
import { getsNoAnswer } from './offer_cases.js';
import type { Offered, OpenhostPort } from './port.js';

/** The daemon answered a client before, so it is reachable, and no answer now counts as its silence. */
async function offerAfterwards(daemon: OpenhostPort): Promise<Offered> {
  try {
    return await daemon.offer();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return 'silent';
  }
}

export const answering: readonly Case[] = [
  daemonCase({
    id: 'openhost/3.3/pairing-counts',
    title: 'a client that is paired after its offer was rejected gets an answer without a restart',
    why: 'A newly paired user cannot connect until the operator restarts the daemon.',
    requires: ['OPENHOST-3.3-27', 'OPENHOST-3.3-26'],
    level: 'should',
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    async run(context) {
      // After silence the port pairs the client and offers again. If that gets no answer either, the case is blocked.
      expectNoAnswer(context, await context.openhost.offerWrong({ unpaired: true }));
    },
  }),
  daemonCase({
    id: 'openhost/3.3/broken-pairs',
    title: 'an unreadable pairing database closes no channel, and is used again once it is readable',
    why: 'A full disk or a locked file disconnects every user, or shuts out everybody until a restart.',
    requires: ['OPENHOST-3.3-27'],
    level: 'should',
    waits: 10_000,
    expects: 'service',
    async run(context) {
      const daemon = await context.openhost.variant({ breaks: true });
      const wire = await daemon.bound('own');
      await daemon.breakPairs(async () => {
        await wire.send(FRAME_TYPES.PING);
        await expectFrame(context, wire, FRAME_TYPES.PONG, 'an open channel still answers PING');
      });
      const offered = await offerAfterwards(daemon);
      expectAnswered(context, offered, 'the daemon answers a client that is paired afterwards');
    },
  }),
  daemonCase({
    id: 'openhost/3.3/poll',
    title: 'an offer gets an answer within 5 s',
    why: 'Users wait so long for a page that they give up, or their client times out.',
    requires: ['OPENHOST-3-4'],
    level: 'should',
    expects: 'service',
    async run({ openhost, expect }) {
      const offered = await openhost.offer();
      expectAnswer({ expect }, offered);
      const took = Math.round(offered.took);
      expect.that('time to the answer', took < 5000, {
        expected: 'less than 5000 ms',
        observed: `${took} ms`,
      });
    },
  }),
  getsNoAnswer('stale-offer', 'an offer in a packet that is three hours old', {
    why: 'An attacker who kept an old packet makes the daemon answer it again (OPENHOST-G43).',
    requires: ['OPENHOST-3.3-56'],
    level: 'may',
    offer: { age: 3 * 3600 },
  }),
  daemonCase({
    id: 'openhost/3.3/replayed-offer',
    title: 'an answered offer that is published again gets no second answer',
    why: 'Each answer costs the daemon a connection that no client takes up (OPENHOST-G43).',
    requires: ['OPENHOST-3.3-56'],
    level: 'may',
    waits: 12_000,
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    async run({ openhost, expect }) {
      const seen = await openhost.replay();
      expect.that('the daemon does not answer the offer again', seen === 'silent', {
        expected: 'silent (no second answer, and an answer to another offer of the same client)',
        observed: seen,
      });
    },
  }),
];
