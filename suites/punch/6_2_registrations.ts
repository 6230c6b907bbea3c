/** The messages that follow a register message, also a second one of the same peer. */
import { Unclaimed } from '../case.js';
import type { Case, Expect } from '../model.js';
import {
  allHandled,
  type Coordinates,
  expectCame,
  expectComplete,
  expectMessage,
  expectOnePassphrase,
  first,
  need,
  register,
  registerAgain,
  registeredIn,
  second,
  shows,
  third,
  twoPeers,
} from './peers.js';
import type { PunchSocket } from './port.js';
import { punchCase } from './steps.js';

/** Stands for any address, so that only the port is compared. */
const portOf = ({ port }: Coordinates): Coordinates => ({ ip: 'no address', port });

/** The observer receives a peer_match message with the ports of both. No other pair has the first of them. */
async function expectPeerMatch(
  expect: Expect,
  admin: PunchSocket,
  one: Coordinates,
  other: Coordinates,
  from = 0,
): Promise<void> {
  await admin.next('peer_match', { from });
  await allHandled(admin);
  const own = admin.heard
    .slice(from)
    .find(({ message, text }) => message?.['type'] === 'peer_match' && shows(text, portOf(one)));
  expect.that('the observer receives a peer_match message with the pair', own !== undefined, {
    expected: `a peer_match message with port ${one.port}`,
    observed: admin.heard.map(({ text }) => text).slice(-5),
  });
  // Compares only ports, because the address in a peer message belongs to 9.4 (PUNCH-F06).
  expect.that('the peer_match message has both endpoints', shows(own?.text ?? '', portOf(other)), {
    expected: `the ports ${other.port} and ${one.port}`,
    observed: own?.text ?? null,
  });
}

export const registrations: readonly Case[] = [
  punchCase({
    id: 'punch/6.2/register-again',
    expects: 'service',
    requires: ['PUNCH-6.2-3', 'PUNCH-6.2-4', 'PUNCH-6.2-6', 'PUNCH-6.2-9'],
    title:
      'a second register message brings a session message, and both peers a new peer message with the new port',
    why: 'A peer that changes its network registers again, and the other end sends to its old port.',
    async run({ punch, expect }) {
      const session = await punch.session({ name: punch.freshName() });
      const { a, b } = await registeredIn(punch, session);
      for (const socket of [a, b]) await need(socket, 'peer');
      await allHandled(a, b);
      const from = b.heard.length;
      const told = await registerAgain(a, third, 'peer');
      if (told === 'rejected') throw new Unclaimed('this broker rejects a second register message of a peer');
      const toA = expectCame(expect, told, 'peer', 'the peer that registered again');
      await expectMessage(expect, b, 'session', 'the other peer', from);
      const toB = await expectMessage(expect, b, 'peer', 'the other peer', from);
      expectComplete(expect, toA, second.port);
      expectComplete(expect, toB, third.port);
      expectOnePassphrase(expect, toA, toB);
    },
  }),
  punchCase({
    id: 'punch/6.2/peer-match',
    expects: 'service',
    requires: ['PUNCH-6.2-5', 'PUNCH-2-5'],
    title: 'an admin observer receives a peer_match message with both endpoints',
    why: 'The producer cannot see which devices were matched, and cannot help when they fail.',
    async run({ punch, expect }) {
      const { a, b, session } = await twoPeers(punch);
      const admin = await punch.open(session.name, session.admin());
      register(a, first);
      const other = { ip: second.ip, port: 20_909 };
      register(b, other);
      await need(a, 'peer');
      await expectPeerMatch(expect, admin, other, first);
      const from = admin.heard.length;
      const changed = { ip: first.ip, port: 20_808 };
      if (typeof (await registerAgain(a, changed, 'peer')) !== 'string')
        await expectPeerMatch(expect, admin, changed, other, from);
    },
  }),
  punchCase({
    id: 'punch/6.2/session-to-all',
    expects: 'service',
    requires: ['PUNCH-6.2-6'],
    title: 'a register message is followed by a session message to every connection of the session',
    why: 'Peers and dashboards show an old state until somebody reloads them.',
    async run({ punch, expect }) {
      // A shared session would also announce the registrations of other cases.
      const session = await punch.session({ name: punch.freshName() });
      const token = session.peer();
      const [a, b] = [await punch.open(session.name, token), await punch.open(session.name, token)];
      const admin = await punch.open(session.name, session.admin());
      const listeners = [
        ['the first peer', a],
        ['the second peer', b],
        ['the admin', admin],
      ] as const;
      const announced = async (registers: () => unknown) => {
        // A server may complete the upgrade a moment before the connection belongs to the session.
        await Promise.all(listeners.map(([, socket]) => allHandled(socket)));
        const before = listeners.map(([, { heard }]) => heard.length);
        // The text does not say whether a second register message has an effect.
        if (['rejected', 'silent'].includes(String(await registers()))) return;
        for (const [i, [to, socket]] of listeners.entries()) {
          const { state } = await expectMessage(expect, socket, 'session', to, before[i]);
          expect.equal(`type of the state that ${to} is shown`, typeof state, 'string');
        }
      };
      await announced(() => register(a, first));
      await announced(() => register(b, second));
      await announced(() => registerAgain(a, third, 'session'));
    },
  }),
];
