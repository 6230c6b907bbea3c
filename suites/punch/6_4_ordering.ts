import { Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { lifeOf } from './4_1_states.js';
import {
  allHandled,
  came,
  expectCame,
  expectNone,
  first,
  matched,
  need,
  register,
  registered,
  twoPeers,
} from './peers.js';
import type { PunchPort } from './port.js';
import { punchCase } from './steps.js';

const order = ['WAITING', 'READY', 'CONNECTED', 'CLOSED'];
const startsAtAll = async (punch: PunchPort): Promise<boolean> => {
  const { a, b } = await matched(punch);
  a.send({ type: 'ready' });
  b.send({ type: 'ready' });
  return came(await a.next('start'));
};

export const ordering: readonly Case[] = [
  punchCase({
    id: 'punch/6.4/peer-after-both',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-6.4-3'],
    title: 'no peer message comes before both peers have registered',
    why: 'A peer starts towards an address that nobody uses yet.',
    async run({ punch, expect }) {
      const { a, b } = await twoPeers(punch);
      register(a, first);
      await allHandled(a, b);
      expectNone(expect, 'peer', a, b);
    },
  }),
  punchCase({
    id: 'punch/6.4/order',
    expects: 'service',
    requires: ['PUNCH-6.4-1'],
    title: 'the peer message of a match comes before its start message',
    why: 'A peer that is told to start without an address has nowhere to connect to.',
    async run({ punch, expect }) {
      const { a, b } = await registered(punch);
      // The pair is matched now. This case does not wait until b has received the message.
      await need(a, 'peer');
      a.send({ type: 'ready' });
      b.send({ type: 'ready' });
      if (!came(await b.next('start'))) throw new Unreachable('no start message came');
      await need(b, 'peer');
      const order = b.heard.map(({ message }) => String(message?.['type']));
      expect.that(
        'the peer message comes before the start message',
        order.slice(0, order.indexOf('start')).includes('peer'),
        {
          expected: 'peer before start',
          observed: order,
        },
      );
    },
  }),
  punchCase({
    id: 'punch/6.4/order-of-states',
    expects: 'service',
    requires: ['PUNCH-6.4-1'],
    title: 'a peer receives the states of its session in the order of their events',
    why: 'A dashboard ends on an old state.',
    async run({ punch, expect }) {
      const { broadcast } = await lifeOf(punch);
      const ranks = broadcast.map((state) => order.indexOf(String(state))).filter((rank) => rank >= 0);
      if (ranks.length < 2) throw new Unreachable('fewer than two session messages came');
      expect.equal('the order of the states', ranks, [...ranks].sort());
    },
  }),
  punchCase({
    id: 'punch/6.5/idle-goes-on',
    expects: 'service',
    requires: ['PUNCH-6.5-2'],
    title: 'a pair that was idle for 25 seconds receives start when the second peer is ready',
    why: 'A broker that hibernates forgets who was ready, and the pair never starts.',
    waits: 25_000,
    async run({ punch, expect, clock }) {
      const { a, b } = await matched(punch);
      a.send({ type: 'ready' });
      await allHandled(a);
      await clock.wait(25_000);
      b.send({ type: 'ready' });
      const started = await a.next('start');
      if (!came(started) && !(await startsAtAll(punch)))
        throw new Unreachable('this broker sends no start message to any pair');
      expectCame(expect, started, 'start', 'the peer');
    },
  }),
];
