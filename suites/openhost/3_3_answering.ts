/** When a daemon answers: whom, how soon, and how often. */
import { FRAME_TYPES } from '../../reference/openhost/frame.js';
import { defineCase, Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { expectAnswer, expectNoAnswer } from './answered.js';
import { expectFrame } from './heard.js';
import type { Offered, OpenhostPort } from './port.js';

const ports = ['openhost'] as const;

/** It answered a client before: now its silence is an answer. */
async function offerAfterwards(daemon: OpenhostPort): Promise<Offered> {
  try {
    return await daemon.offer();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return 'silent';
  }
}

export const answering: readonly Case[] = [
  defineCase({
    id: 'openhost/3.3/pairing-counts',
    title: 'a client that is paired after a refusal is answered without a restart',
    requires: ['OPENHOST-3.3-27', 'OPENHOST-3.3-26'],
    level: 'should',
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    ports,
    async run(context) {
      // After silence the port pairs the client and offers again: without an answer then, nothing is seen at all.
      expectNoAnswer(context, await context.openhost.offerWrong({ unpaired: true }));
    },
  }),
  defineCase({
    id: 'openhost/3.3/broken-pairs',
    title: 'pairs that cannot be read cost no open channel, and count again once they can',
    requires: ['OPENHOST-3.3-27'],
    level: 'should',
    waits: 10_000,
    expects: 'service',
    ports,
    async run(context) {
      const { openhost, expect } = context;
      const daemon = await openhost.variant({ breaks: true });
      const wire = await daemon.bound('own');
      await daemon.breakPairs(async () => {
        await wire.send(FRAME_TYPES.PING);
        await expectFrame(context, wire, FRAME_TYPES.PONG, 'an open channel goes on');
      });
      const offered = await offerAfterwards(daemon);
      expect.that('a client that is paired afterwards is answered', offered !== 'silent', {
        expected: 'an answer',
        observed: offered === 'silent' ? 'no answer' : 'an answer',
      });
    },
  }),
  defineCase({
    id: 'openhost/3.3/poll',
    title: 'an offer is answered within seconds',
    requires: ['OPENHOST-3-4'],
    level: 'should',
    expects: 'service',
    ports,
    async run({ openhost, expect }) {
      const offered = await openhost.offer();
      expectAnswer({ expect }, offered);
      if (offered === 'silent') return;
      const took = Math.round(offered.took);
      expect.that('the answer comes within 5 s', took < 5000, {
        expected: 'less than 5000 ms',
        observed: `${took} ms`,
      });
    },
  }),
  defineCase({
    id: 'openhost/3.3/stale-offer',
    title: 'an offer in a packet of three hours ago gets no answer',
    requires: ['OPENHOST-3.3-56'],
    level: 'may',
    why: 'Whoever kept an old packet of a client can have a daemon answer it again (OPENHOST-G43).',
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    ports,
    async run(context) {
      expectNoAnswer(context, await context.openhost.offerWrong({ age: 3 * 3600 }));
    },
  }),
  defineCase({
    id: 'openhost/3.3/replayed-offer',
    title: 'an offer that was answered gets no second answer',
    requires: ['OPENHOST-3.3-56'],
    level: 'may',
    why: 'Each answer costs the daemon a connection that nobody takes up (OPENHOST-G43).',
    waits: 12_000,
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    ports,
    async run({ openhost, expect }) {
      const seen = await openhost.replay();
      expect.that('the offer gets no second answer', seen === 'silent', {
        expected: 'no other answer to it, and one to another offer of the same client',
        observed: seen,
      });
    },
  }),
];
