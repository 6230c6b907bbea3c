import { Unreachable } from '../case.js';
import type { Case, Json } from '../model.js';
import { lifeOf } from './4_1_states.js';
import type { PunchPort } from './port.js';
import {
  type Coordinates,
  first,
  has,
  matched,
  need,
  punchCase,
  register,
  registered,
  second,
  settled,
  shows,
  twoPeers,
} from './steps.js';

const order = ['WAITING', 'READY', 'CONNECTED', 'CLOSED'];
const startsAtAll = async (punch: PunchPort): Promise<boolean> => {
  const { a, b } = await matched(punch);
  a.send({ type: 'ready' });
  b.send({ type: 'ready' });
  return (await a.next('start')) !== undefined;
};

/** No address is like it. */
const portOf = ({ port }: Coordinates): Coordinates => ({ ip: 'no address', port });

const field = (value: Json | undefined): Json => value ?? null;

export const messages: readonly Case[] = [
  punchCase({
    id: 'punch/6/schema-stated',
    requires: ['PUNCH-6-1'],
    title: 'messages keep to the schema where the project has stated it, or to the one that was given',
    async run({ punch, expect }) {
      const { a, b } = await matched(punch);
      const wrong = [...a.heard, ...b.heard].flatMap(({ message }) =>
        punch.description.message(message ?? null).filter(({ ours }) => !ours),
      );
      expect.equal(
        'violations',
        wrong.map(({ what }) => what),
        [],
      );
    },
  }),
  punchCase({
    id: 'punch/6/schema-ours',
    requires: ['PUNCH-6-2'],
    title: 'messages keep to what we added to the schema where nothing is stated (advisory)',
    async run({ punch, expect }) {
      const { a, b } = await matched(punch);
      const wrong = [...a.heard, ...b.heard].flatMap(({ message }) =>
        punch.description.message(message ?? null).filter(({ ours }) => ours),
      );
      expect.equal(
        'violations',
        wrong.map(({ what }) => what),
        [],
      );
    },
  }),
  punchCase({
    id: 'punch/6.1/open',
    requires: ['PUNCH-6.1-1'],
    title: 'a WebSocket opens at /api/ws/{session} with the token in t',
    async run({ punch, expect }) {
      const { session, token } = await punch.stream();
      const upgraded = await punch.upgrade({ session: session.name, token });
      expect.equal('the status', upgraded.status, 101);
    },
  }),
  punchCase({
    id: 'punch/6.1/upgrade-missing',
    requires: ['PUNCH-6.1-2', 'PUNCH-5.1-2'],
    title: 'an upgrade without a token is 401 before any 101',
    async run({ punch, expect }) {
      const session = await punch.lobby();
      const upgraded = await punch.upgrade({ session: session.name });
      expect.equal('the status', upgraded.status, 401);
    },
  }),
  punchCase({
    id: 'punch/6.2/peer-second',
    requires: ['PUNCH-6.2-3'],
    title: 'whoever registers second is sent the coordinates of the first',
    async run({ punch, expect }) {
      const { b } = await registered(punch);
      const peer = await b.next('peer');
      expect.that('a peer message comes', peer !== undefined);
      expect.equal('port', field(peer?.['port']), first.port);
      for (const name of ['ip', 'localPort', 'passphrase', 'latency']) {
        expect.that(`${name} is there`, peer?.[name] !== undefined);
      }
    },
  }),
  punchCase({
    id: 'punch/6.2/peer-first',
    requires: ['PUNCH-6.2-4'],
    title: 'whoever registered first is then sent the coordinates of the second',
    async run({ punch, expect }) {
      const { a } = await registered(punch);
      const peer = await a.next('peer');
      expect.that('a peer message comes', peer !== undefined);
      expect.equal('port', field(peer?.['port']), second.port);
    },
  }),
  punchCase({
    id: 'punch/6.2/local-port',
    requires: ['PUNCH-6.2-3'],
    title: 'localPort is the port where the one who is told binds',
    level: 'should',
    async run({ punch, expect }) {
      const { toB } = await matched(punch);
      expect.equal('localPort', field(toB['localPort']), second.port);
    },
  }),
  punchCase({
    id: 'punch/6.2/peer-match',
    requires: ['PUNCH-6.2-5', 'PUNCH-2-5'],
    title: 'an admin observer is sent peer_match with both endpoints',
    async run({ punch, expect }) {
      const { a, b, session } = await twoPeers(punch);
      const admin = await punch.open(session.name, session.admin());
      register(a, first);
      const other = { ip: second.ip, port: 20_909 };
      register(b, other);
      await need(a, 'peer');
      const own = () =>
        admin.heard.find(
          ({ message, text }) => message?.['type'] === 'peer_match' && shows(text, portOf(other)),
        );
      await admin.next('peer_match');
      await settled(admin);
      expect.that('it is there', own() !== undefined);
      // By their ports: which address is told is for 9.4 to say (PUNCH-F06).
      expect.that('with both endpoints', shows(own()?.text ?? '', portOf(first)));
    },
  }),
  punchCase({
    id: 'punch/6.2/session-to-all',
    requires: ['PUNCH-6.2-6'],
    title: 'a register is followed by a session message to everybody in the session',
    async run({ punch, expect }) {
      // A session of its own: in a shared one the registrations of others are announced as well.
      const session = await punch.session({ name: punch.freshName() });
      const token = session.peer();
      const [a, b] = [await punch.open(session.name, token), await punch.open(session.name, token)];
      const admin = await punch.open(session.name, session.admin());
      const from = { a: a.heard.length, b: b.heard.length, admin: admin.heard.length };
      register(a, first);
      expect.that('to the one who registered', (await a.next('session', { from: from.a })) !== undefined);
      expect.that('to the other peer', (await b.next('session', { from: from.b })) !== undefined);
      expect.that('to the admin', (await admin.next('session', { from: from.admin })) !== undefined);
    },
  }),
  punchCase({
    id: 'punch/6.2/start',
    requires: ['PUNCH-6.2-7'],
    title: 'when both have said ready, both are sent start',
    async run({ punch, expect }) {
      const { a, b } = await matched(punch);
      a.send({ type: 'ready' });
      await settled(a);
      b.send({ type: 'ready' });
      expect.that('the first is', (await a.next('start')) !== undefined);
      expect.that('the second is', (await b.next('start')) !== undefined);
    },
  }),
  punchCase({
    id: 'punch/6.2/start-not-early',
    requires: ['PUNCH-6.2-8'],
    title: 'nobody is sent start while one of the two is not ready',
    async run({ punch, expect }) {
      const { a, b } = await matched(punch);
      await settled(b);
      expect.that('not on being matched', !has(a, 'start') && !has(b, 'start'));
      a.send({ type: 'ready' });
      await settled(a);
      await settled(b);
      expect.that('not on one ready', !has(a, 'start') && !has(b, 'start'));
      a.send({ type: 'ready' });
      await settled(a);
      await settled(b);
      expect.that('not on two of the same peer', !has(a, 'start') && !has(b, 'start'));
    },
  }),
  punchCase({
    id: 'punch/6.2/same-passphrase',
    requires: ['PUNCH-6.2-9'],
    title: 'both peers are given the same passphrase',
    async run({ punch, expect }) {
      const { toA, toB } = await matched(punch);
      expect.that('it is one', toA['passphrase'] !== undefined && toA['passphrase'] === toB['passphrase']);
    },
  }),
  punchCase({
    id: 'punch/6.4/peer-after-both',
    requires: ['PUNCH-6.4-3'],
    title: 'no peer message comes before both have registered',
    async run({ punch, expect }) {
      const { a, b } = await twoPeers(punch);
      register(a, first);
      await settled(a);
      await settled(b);
      expect.that('neither has one', !has(a, 'peer') && !has(b, 'peer'));
    },
  }),
  punchCase({
    id: 'punch/6.4/order',
    requires: ['PUNCH-6.4-1'],
    title: 'start comes behind the peer message of the match that went before it',
    async run({ punch, expect }) {
      const { a, b } = await registered(punch);
      // The match is made; whether b has heard of it yet, nobody waits for.
      await need(a, 'peer');
      a.send({ type: 'ready' });
      b.send({ type: 'ready' });
      if (!(await b.next('start'))) throw new Unreachable('no start came');
      await need(b, 'peer');
      const order = b.heard.map(({ message }) => String(message?.['type']));
      expect.that('peer is before start', order.slice(0, order.indexOf('start')).includes('peer'), {
        observed: order,
      });
    },
  }),
  punchCase({
    id: 'punch/6.4/order-of-states',
    requires: ['PUNCH-6.4-1'],
    title: 'a peer hears the states of its session in the order in which they came about',
    async run({ punch, expect }) {
      const { broadcast } = await lifeOf(punch);
      const ranks = broadcast.map((state) => order.indexOf(String(state))).filter((rank) => rank >= 0);
      if (ranks.length < 2) throw new Unreachable('fewer than two states were announced');
      expect.equal('the states', ranks, [...ranks].sort());
    },
  }),
  punchCase({
    id: 'punch/6.5/idle-goes-on',
    requires: ['PUNCH-6.5-2'],
    title: 'a WebSocket that was idle for 25 seconds goes on where it was',
    waits: 25_000,
    async run({ punch, expect, clock }) {
      const { a, b } = await matched(punch);
      a.send({ type: 'ready' });
      await settled(a);
      await clock.wait(25_000);
      b.send({ type: 'ready' });
      const started = (await a.next('start')) !== undefined;
      if (!started && (await startsAtAll(punch)) === false) throw new Unreachable('no pair is ever started');
      expect.that('the pair starts', started);
    },
  }),
  punchCase({
    id: 'punch/6.2/registration-window',
    requires: ['PUNCH-6.2-2'],
    title: 'a peer that has not registered is not closed before 30 seconds are over',
    waits: 25_000,
    async run({ punch, expect, clock }) {
      const { a } = await twoPeers(punch);
      await clock.wait(25_000);
      expect.that('it is open', (await a.ended(0)) === undefined && (await a.ping()) !== undefined);
    },
  }),
];
