import { Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { stateIn, states } from './answers.js';
import { first, register, reportSrt, second, settled } from './peers.js';
import type { PunchPort } from './port.js';
import { punchCase, sessionPath } from './steps.js';

/** One session led through all its states; several cases look at what was seen on the way. */
export interface Life {
  readonly created: unknown;
  readonly seen: readonly { readonly when: string; readonly state: unknown }[];
  /** In the order in which one of the peers heard them. */
  readonly broadcast: readonly unknown[];
  readonly statusIsRead: boolean;
}

export const lifeOf = (punch: PunchPort): Promise<Life> =>
  punch.scenario('a session from its creation to CONNECTED', async () => {
    const session = await punch.session({ name: punch.freshName(), streams: ['one', 'two'] });
    const admin = session.admin();
    const seen: { when: string; state: unknown }[] = [];
    const look = async (when: string) => {
      const answer = await punch.http({ method: 'GET', path: sessionPath(session.name), token: admin });
      seen.push({ when, state: stateIn(answer) });
    };
    const token = session.peer();
    await look('created');
    const a = await punch.open(session.name, token);
    const b = await punch.open(session.name, token);
    register(a, first);
    await settled(a);
    await look('one registered');
    register(b, second);
    await settled(b);
    await look('matched');
    reportSrt(b, 'connecting');
    await settled(b);
    await look('connecting');
    reportSrt(b, 'connected');
    await settled(b);
    await look('connected');
    await settled(a);
    const broadcast = a.heard.flatMap(({ message }) =>
      message?.['type'] === 'session' ? Object.values(message).filter((value) => states.has(value)) : [],
    );
    const { statusIsRead } = b.wording;
    a.close();
    b.close();
    return { created: stateIn(session.answer), seen, broadcast, statusIsRead };
  });

const stateWhen = (life: Life, when: string): string | null => {
  const found = life.seen.find((entry) => entry.when === when)?.state;
  return typeof found === 'string' ? found : null;
};

export const sessionStates: readonly Case[] = [
  punchCase({
    id: 'punch/4.1/known-states',
    expects: 'service',
    requires: ['PUNCH-4.1-1'],
    title: 'GET shows one of the five states at every step of a session',
    why: 'A client that switches on the state falls through for a value that it does not know.',
    async run({ punch, expect }) {
      const life = await lifeOf(punch);
      expect.each(
        'each state is one of the five',
        life.seen,
        ({ state }) => states.has(state),
        ({ when, state }) => `${when}: ${String(state)}`,
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
      expect.each(
        'no state is RELAYING',
        shown,
        (state) => state !== 'RELAYING',
        (state) => String(state),
      );
    },
  }),
  punchCase({
    id: 'punch/4.2/starts-waiting',
    expects: 'service',
    requires: ['PUNCH-4.2-1'],
    title: 'GET of a new session shows WAITING, and so does a 201 that shows a state',
    why: 'A dashboard shows a session as live before anybody has joined.',
    async run({ punch, expect }) {
      const life = await lifeOf(punch);
      // No clause has the 201 show a state; where it shows one, it is this one.
      if (life.created !== undefined) expect.equal('the state in the 201', String(life.created), 'WAITING');
      expect.equal('the state in the answer to GET', stateWhen(life, 'created'), 'WAITING');
    },
  }),
  punchCase({
    id: 'punch/4.2/waiting-for-the-pair',
    expects: 'service',
    requires: ['PUNCH-4.2-1'],
    title: 'GET shows WAITING while one of two peers is registered',
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
    title: 'GET shows READY when the first of two streams is matched',
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
        expected: 'another state than CONNECTED',
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
      const state = stateWhen(life, 'connected');
      if (state !== 'CONNECTED' && !life.statusIsRead)
        throw new Unreachable(
          'no spelling of status is understood: give the message schema of the broker with --messages FILE',
        );
      expect.equal('the state', state, 'CONNECTED');
    },
  }),
];
