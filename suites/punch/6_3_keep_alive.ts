import type { Case, Context } from '../model.js';
import type { PunchPort, PunchSocket } from './port.js';
import { first, has, needCode, punchCase, register, settled, twoPeers } from './steps.js';

const SILENCE = 90_000;
/** What sweeps and timers may be late. */
const GRACE = 4_000;

/** A registered peer that answers no ping. */
async function deaf(punch: PunchPort): Promise<PunchSocket> {
  const { session, token } = await punch.stream();
  const socket = await punch.open(session.name, token, { silent: true });
  register(socket, first);
  return socket;
}

/** The code with which such a peer is closed when nothing more is seen of it; undefined where it is not. */
async function endOfSilence({ punch, clock }: Context & { punch: PunchPort }): Promise<number | undefined> {
  const socket = await deaf(punch);
  await clock.wait(SILENCE);
  return socket.ended(GRACE);
}

export const keepAlive: readonly Case[] = [
  punchCase({
    id: 'punch/6.3/pong',
    requires: ['PUNCH-6.3-1'],
    title: 'a ping is answered by a pong with its payload',
    async run({ punch, expect }) {
      const { a } = await twoPeers(punch);
      expect.equal('the payload', (await a.ping('are you there')) ?? null, 'are you there');
    },
  }),
  punchCase({
    id: 'punch/6.3/punch-ping',
    requires: ['PUNCH-6.3-5'],
    title: 'punch.ping brings no error and no close',
    async run({ punch, expect }) {
      const { a } = await twoPeers(punch);
      register(a, first);
      await a.next('session');
      a.send({ type: 'punch.ping' });
      await a.ping();
      expect.that('no error', !has(a, 'error'));
      expect.that('no close', (await a.ended(0)) === undefined);
    },
  }),
  punchCase({
    id: 'punch/6.3/silence',
    requires: ['PUNCH-6.3-2'],
    title: 'a registered peer of which nothing is seen for 90 seconds is closed',
    waits: SILENCE,
    async run(context) {
      context.expect.that('it is closed', (await endOfSilence(context)) !== undefined);
    },
  }),
  punchCase({
    id: 'punch/8.2/dead-peer-code',
    requires: ['PUNCH-8.2-2'],
    title: 'the sweep closes a dead peer with 1011',
    waits: SILENCE,
    async run(context) {
      context.expect.equal('the code', needCode(await endOfSilence(context)), 1011);
    },
  }),
  punchCase({
    id: 'punch/6.3/life',
    requires: ['PUNCH-6.3-3'],
    title: 'a peer that sends punch.ping every 30 seconds is not treated as dead',
    waits: SILENCE + GRACE,
    async run({ punch, expect, clock }) {
      const socket = await deaf(punch);
      for (let i = 0; i < 3; i++) {
        await clock.wait(30_000);
        socket.send({ type: 'punch.ping' });
      }
      await clock.wait(GRACE);
      expect.that('it is open', (await socket.ended(0)) === undefined);
      await settled(socket);
    },
  }),
];
