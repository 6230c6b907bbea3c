import type { Case, Context, Expect } from '../model.js';
import { allHandled, expectNone, first, meets, need, nothing, register, twoPeers } from './peers.js';
import type { PunchPort, PunchSocket } from './port.js';
import { needCode, punchCase } from './steps.js';

const PAYLOADS = ['are you there', 'and now'];
const SILENCE = 90_000;
/** Milliseconds of tolerance for sweeps and timers. */
const GRACE = 4_000;

/** A registered peer that answers no ping. */
async function deaf(punch: PunchPort): Promise<PunchSocket> {
  const { session, token } = await punch.stream();
  const socket = await punch.open(session.name, token, { silent: true });
  register(socket, first);
  return socket;
}

/** The close code of such a peer after the silence. */
async function endOfSilence({ punch, clock }: Context & { punch: PunchPort }): Promise<number | 'open'> {
  const socket = await deaf(punch);
  await clock.wait(SILENCE);
  return socket.ended(GRACE);
}

/** Checks that such a peer stays open when this is its only sign of life, every 30 seconds. */
async function staysOpen(
  { expect, clock }: Context,
  socket: PunchSocket,
  showLife: () => unknown,
): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await clock.wait(30_000);
    await showLife();
  }
  await clock.wait(GRACE);
  expectOpen(expect, await socket.ended(0));
}

function expectOpen(expect: Expect, code: number | 'open'): void {
  expect.that('the WebSocket is open', code === 'open', { expected: 'open', observed: code });
}

export const keepAlive: readonly Case[] = [
  punchCase({
    id: 'punch/6.3/pong',
    expects: 'service',
    requires: ['PUNCH-6.3-1'],
    title: 'each of two pings receives a pong with its payload',
    why: 'Clients that watch for pongs take a live broker for dead and reconnect again and again.',
    async run({ punch, expect }) {
      const { a } = await twoPeers(punch);
      for (const payload of PAYLOADS) {
        const pong = await a.ping(payload);
        expect.that(
          'the pong has the payload of the ping',
          typeof pong !== 'string' && pong.payload === payload,
          {
            expected: `a pong with ${payload}`,
            observed: typeof pong === 'string' ? nothing[pong] : `a pong with ${pong.payload}`,
          },
        );
      }
      // A server that answers every ping may have no service.
      await meets(punch);
    },
  }),
  punchCase({
    id: 'punch/6.3/punch-ping',
    expects: 'refusal',
    control: 'punch/6.3/pong',
    requires: ['PUNCH-6.3-5'],
    title: 'punch.ping brings no error message and no close',
    why: 'Clients that keep their connection alive by punch.ping are thrown out for it.',
    async run({ punch, expect }) {
      const { session, a } = await twoPeers(punch);
      register(a, first);
      await need(a, 'session');
      const admin = await punch.open(session.name, session.admin());
      for (const socket of [a, admin]) {
        socket.send({ type: 'punch.ping' });
        await allHandled(socket);
        expectNone(expect, 'error', socket);
        expectOpen(expect, await socket.ended(0));
      }
    },
  }),
  punchCase({
    id: 'punch/6.3/silence',
    expects: 'refusal',
    control: 'punch/6.3/pong',
    requires: ['PUNCH-6.3-2'],
    title: 'a registered peer that sends nothing for 90 seconds is closed',
    why: 'A device that lost its power keeps its slot, and its replacement cannot join.',
    waits: SILENCE,
    async run(context) {
      const code = await endOfSilence(context);
      context.expect.that('the WebSocket is closed', code !== 'open', {
        expected: `a close within ${(SILENCE + GRACE) / 1000} s`,
        observed: code,
      });
    },
  }),
  punchCase({
    id: 'punch/8.2/dead-peer-code',
    expects: 'refusal',
    control: 'punch/6.3/pong',
    requires: ['PUNCH-8.2-2', 'PUNCH-8.2-3'],
    title: 'a peer that sends nothing for 90 seconds is closed with 1011',
    why: 'A client that sees 1000 takes the loss of its connection for the end of the show.',
    waits: SILENCE,
    async run(context) {
      context.expect.equal('the close code', needCode(await endOfSilence(context)), 1011);
    },
  }),
  punchCase({
    id: 'punch/6.3/life',
    expects: 'refusal',
    control: 'punch/6.3/pong',
    requires: ['PUNCH-6.3-3'],
    title: 'a peer that sends punch.ping every 30 seconds stays open',
    why: 'Peers behind clients that cannot send pings are closed in the middle of a show.',
    waits: SILENCE + GRACE,
    async run(context) {
      const socket = await deaf(context.punch);
      await staysOpen(context, socket, () => socket.send({ type: 'punch.ping' }));
      await allHandled(socket);
    },
  }),
  punchCase({
    id: 'punch/6.3/life-by-pings',
    expects: 'refusal',
    control: 'punch/6.3/pong',
    requires: ['PUNCH-6.3-3'],
    title: 'a peer that sends a ping frame every 30 seconds stays open',
    why: 'Clients whose library keeps the connection alive by pings are closed in the middle of a show.',
    waits: SILENCE + GRACE,
    async run(context) {
      const socket = await deaf(context.punch);
      await allHandled(socket);
      await staysOpen(context, socket, () => socket.ping());
    },
  }),
];
