/** What the connections of one session receive when it has two streams. */
import { Unreachable } from '../case.js';
import type { Case, JsonObject } from '../model.js';
import { allHandled, came, expectCame, expectNone, first, register, second } from './peers.js';
import type { Absent, PunchPort, PunchSocket } from './port.js';
import { punchCase } from './steps.js';

type Received = JsonObject | Absent;

interface TwoStreams {
  /** What a peer of the other stream received after a peer registered. */
  readonly state: Received;
  /** What each of two observers received after a match. */
  readonly matches: readonly Received[];
  /** What one peer of a stream received after both had sent ready. */
  readonly started: Received;
  /** The pair of the other stream, which was matched and had not sent ready. */
  readonly unready: readonly PunchSocket[];
}

const twoStreams = (punch: PunchPort): Promise<TwoStreams> =>
  punch.scenario('a session of two streams', async (punch) => {
    const session = await punch.session({ name: punch.freshName(), streams: ['left', 'right'] });
    const open = (token: string) => punch.open(session.name, token);
    const [a, b] = [await open(session.peer('left')), await open(session.peer('left'))];
    const [c, d] = [await open(session.peer('right')), await open(session.peer('right'))];
    const observers = [await open(session.admin()), await open(session.admin())];
    await allHandled(a, b, c, d, ...observers);
    const from = c.heard.length;
    register(a, first);
    const state = await c.next('session', { from });
    register(b, second);
    const matches = await Promise.all(observers.map((observer) => observer.next('peer_match')));
    register(c, first);
    register(d, second);
    for (const socket of [a, b, c, d]) await socket.next('peer');
    for (const socket of [a, b]) socket.send({ type: 'ready' });
    const started = await a.next('start');
    await allHandled(c, d);
    for (const socket of [a, b, c, d, ...observers]) socket.close();
    return { state, matches, started, unready: [c, d] };
  });

export const streams: readonly Case[] = [
  punchCase({
    id: 'punch/6.2/session-to-other-streams',
    expects: 'service',
    requires: ['PUNCH-6.2-6'],
    title: 'a register message is followed by a session message to a connection of another stream',
    why: 'A peer of another stream shows an old state, because the broker keeps its connections by stream.',
    async run({ punch, expect }) {
      expectCame(expect, (await twoStreams(punch)).state, 'session', 'a peer of another stream');
    },
  }),
  punchCase({
    id: 'punch/6.2/peer-match-to-each-observer',
    expects: 'service',
    requires: ['PUNCH-6.2-5'],
    title: 'each of two admin observers receives a peer_match message',
    why: 'A producer who opens a second window sees no match in one of the two.',
    async run({ punch, expect }) {
      const { matches } = await twoStreams(punch);
      if (!matches.some(came)) throw new Unreachable('no observer received a peer_match message');
      for (const match of matches) expectCame(expect, match, 'peer_match', 'each observer');
    },
  }),
  punchCase({
    id: 'punch/6.2/start-to-own-stream',
    expects: 'refusal',
    control: 'punch/6.2/start',
    requires: ['PUNCH-6.2-8'],
    title: 'the start message of one pair does not come to another pair of the same session',
    why: 'One end starts its handshake while the other has no socket yet, and times out.',
    async run({ punch, expect }) {
      const { started, unready } = await twoStreams(punch);
      if (!came(started)) throw new Unreachable('no start message came to the pair that was ready');
      expectNone(expect, 'start', ...unready);
    },
  }),
];
