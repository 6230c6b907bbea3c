import { Unclaimed, Unreachable } from '../case.js';
import type { Case, Expect } from '../model.js';
import { stateIn, states } from './answers.js';
import { allHandled, first, register, reportSrt, second } from './peers.js';
import type { PunchPort, PunchSession, PunchSocket } from './port.js';
import { punchCase, sessionPath } from './steps.js';

/** Leads one session through all its states. Several cases check what was seen on the way. */
export interface Life {
  readonly created: unknown;
  readonly seen: readonly { readonly when: string; readonly state: unknown }[];
  /** In the order in which one of the peers received them. */
  readonly broadcast: readonly unknown[];
  readonly statusIsRead: boolean;
}

export const lifeOf = (punch: PunchPort): Promise<Life> =>
  punch.scenario('a session from its creation to CONNECTED', async (punch) => {
    const session = await punch.session({ name: punch.freshName(), streams: ['one', 'two'] });
    const seen: { when: string; state: unknown }[] = [];
    const look = async (when: string, peer?: PunchSocket) => {
      seen.push({ when, state: await stateShown(punch, session, peer) });
    };
    const token = session.peer();
    await look('created');
    const a = await punch.open(session.name, token);
    const b = await punch.open(session.name, token);
    register(a, first);
    await allHandled(a);
    await look('one registered', a);
    register(b, second);
    await allHandled(b);
    await look('matched', a);
    for (let i = 0; i < 2; i++) reportSrt(b, 'connecting');
    await allHandled(b);
    await look('connecting', a);
    reportSrt(b, 'connected');
    await allHandled(b);
    await look('connected', a);
    await allHandled(a);
    const broadcast = statesHeard(a);
    const { statusIsRead } = b.messageMembers;
    a.close();
    b.close();
    return { created: stateIn(session.answer), seen, broadcast, statusIsRead };
  });

/** The state in the answer to GET, or else in the last session message: 6.2 requires it there, and no clause requires it of GET. */
export async function stateShown(
  punch: PunchPort,
  session: PunchSession,
  peer?: PunchSocket,
): Promise<unknown> {
  const path = sessionPath(session.name);
  const answer = await punch.http({ method: 'GET', path, token: session.admin() });
  return stateIn(answer) ?? statesHeard(peer).at(-1);
}

/** The states that a socket received, in order. */
export const statesHeard = (socket: PunchSocket | undefined): readonly unknown[] =>
  (socket?.heard ?? []).flatMap(({ message }) =>
    message?.['type'] === 'session' ? Object.values(message).filter((value) => states.has(value)) : [],
  );

const stateWhen = (life: Life, when: string): string | null => {
  const found = life.seen.find((entry) => entry.when === when)?.state;
  return typeof found === 'string' ? found : null;
};

export function expectConnected(expect: Expect, state: string | null, statusIsRead: boolean): void {
  if (state !== 'CONNECTED' && !statusIsRead)
    throw new Unreachable(
      'no spelling of status is understood: give the message schema of the broker with --messages FILE',
    );
  expect.equal('the state', state, 'CONNECTED');
}

export const sessionStates: readonly Case[] = [
  punchCase({
    id: 'punch/4.1/known-states',
    expects: 'service',
    requires: ['PUNCH-4.1-1'],
    title: 'a session shows one of the five states at every step of its life',
    why: 'A client that switches on the state falls through for a value that it does not know.',
    async run({ punch, expect }) {
      const life = await lifeOf(punch);
      expect.each(
        'each state is one of the five',
        life.seen.filter(({ state }) => state !== undefined),
        ({ state }) => states.has(state),
        { expected: [...states].map(String), observed: ({ when, state }) => `${when}: ${String(state)}` },
      );
    },
  }),
  punchCase({
    id: 'punch/4.1/no-relaying',
    expects: 'refusal',
    control: 'punch/4.2/ready-with-one-stream',
    requires: ['PUNCH-4.1-2'],
    title: 'no answer and no message shows the state RELAYING',
    why: 'A client of 1.0.0 takes RELAYING for a relay that does not exist and waits for it.',
    async run({ punch, expect }) {
      const life = await lifeOf(punch);
      const shown = [life.created, ...life.broadcast, ...life.seen.map(({ state }) => state)].filter(
        (state) => state !== undefined,
      );
      expect.each('no state is RELAYING', shown, (state) => state !== 'RELAYING', {
        expected: 'a state other than RELAYING',
        observed: (state) => String(state),
      });
    },
  }),
  punchCase({
    id: 'punch/4.2/starts-waiting',
    expects: 'service',
    requires: ['PUNCH-4.2-1'],
    title: 'a new session shows WAITING in its 201 and in GET, where these have a state',
    why: 'A dashboard shows a session as live before anybody has joined.',
    async run({ punch, expect }) {
      const life = await lifeOf(punch);
      if (life.created === undefined && stateWhen(life, 'created') === null)
        throw new Unclaimed('neither the 201 nor GET of a new session has a state');
      if (life.created !== undefined) expect.equal('the state in the 201', String(life.created), 'WAITING');
      const shown = stateWhen(life, 'created');
      if (shown !== null) expect.equal('the state in the answer to GET', shown, 'WAITING');
    },
  }),
  punchCase({
    id: 'punch/4.2/waiting-for-the-pair',
    expects: 'service',
    requires: ['PUNCH-4.2-1'],
    title: 'the state is WAITING while one of two peers is registered',
    why: 'A producer starts the show although the other end is missing.',
    async run({ punch, expect }) {
      const life = await lifeOf(punch);
      expect.equal('the state', stateWhen(life, 'one registered'), 'WAITING');
    },
  }),
  punchCase({
    id: 'punch/4.2/ready-with-one-stream',
    expects: 'service',
    requires: ['PUNCH-4.2-2'],
    title: 'the state is READY when the first of two streams is matched',
    why: 'A session with one unused stream never becomes READY, and the producer waits for nothing.',
    async run({ punch, expect }) {
      const life = await lifeOf(punch);
      expect.equal('the state', stateWhen(life, 'matched'), 'READY');
    },
  }),
  punchCase({
    id: 'punch/4.2/connecting-is-not-connected',
    expects: 'refusal',
    control: 'punch/4.2/connected',
    requires: ['PUNCH-4.2-3'],
    title: 'a status connecting leaves the session out of CONNECTED',
    why: 'The dashboard shows a picture while the handshake still fails.',
    async run({ punch, expect }) {
      const life = await lifeOf(punch);
      if (stateWhen(life, 'matched') !== 'READY') throw new Unreachable('the session did not become READY');
      if (stateWhen(life, 'connected') !== 'CONNECTED')
        throw new Unreachable('no status message makes the session CONNECTED');
      const state = stateWhen(life, 'connecting');
      expect.that('the state is not CONNECTED', state !== 'CONNECTED', {
        expected: 'a state other than CONNECTED',
        observed: state,
      });
    },
  }),
  punchCase({
    id: 'punch/4.2/connected',
    expects: 'service',
    requires: ['PUNCH-4.2-3'],
    title: 'a status connected from one peer makes the session CONNECTED',
    why: 'The producer never learns that the media flows.',
    async run({ punch, expect }) {
      const life = await lifeOf(punch);
      expectConnected(expect, stateWhen(life, 'connected'), life.statusIsRead);
    },
  }),
];
