import { Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { first, has, punchCase, register, settled, twoPeers } from './steps.js';

const SILENCE = 90_000;
/** What sweeps and timers may be late. */
const GRACE = 4_000;

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
    async run({ punch, expect, clock }) {
      const { session, token } = await punch.stream();
      const socket = await punch.open(session.name, token, { silent: true });
      register(socket, first);
      await clock.wait(SILENCE);
      const code = await socket.ended(GRACE);
      expect.that('it is closed', code !== undefined);
    },
  }),
  punchCase({
    id: 'punch/8.2/dead-peer-code',
    requires: ['PUNCH-8.2-2'],
    title: 'the sweep closes a dead peer with 1011',
    waits: SILENCE,
    async run({ punch, expect, clock }) {
      const { session, token } = await punch.stream();
      const socket = await punch.open(session.name, token, { silent: true });
      register(socket, first);
      await clock.wait(SILENCE);
      const code = await socket.ended(GRACE);
      if (code === undefined) throw new Unreachable('it was not closed at all');
      if (code >= 4000) throw new Unreachable('the code is not one of 1.0.0 at all: see 8.2');
      expect.equal('the code', code, 1011);
    },
  }),
  punchCase({
    id: 'punch/6.3/life',
    requires: ['PUNCH-6.3-3'],
    title: 'a peer that sends punch.ping every 30 seconds is not treated as dead',
    waits: SILENCE + GRACE,
    async run({ punch, expect, clock }) {
      const { session, token } = await punch.stream();
      const socket = await punch.open(session.name, token, { silent: true });
      register(socket, first);
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
