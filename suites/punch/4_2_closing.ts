import { defined } from '../../defined.js';
import { Unreachable } from '../case.js';
import type { Case, Level } from '../model.js';
import { expectConnected, stateShown, statesHeard } from './4_1_states.js';
import { expectStatus, isRejected, stateIn } from './answers.js';
import { allHandled, first, has, need, register, reportSrt, second } from './peers.js';
import type { HttpAnswer, PunchPort, Upgraded } from './port.js';
import { isKnownCode, punchCase, sessionPath } from './steps.js';

/** A matched and CONNECTED session that is deleted while two peers and an observer are connected. */
export interface Death {
  /** Just before the deletion. */
  readonly running: { readonly state: unknown; readonly statusIsRead: boolean };
  readonly deleted: HttpAnswer;
  readonly codes: readonly (number | 'open')[];
  readonly sawClosed: boolean;
  readonly after: Readonly<Record<'get' | 'delete' | 'connect', HttpAnswer>>;
  readonly upgrade: Upgraded;
  readonly upgradeEnded: number | 'open' | 'refused';
  readonly again: HttpAnswer;
}

export const deathOf = (punch: PunchPort): Promise<Death> =>
  punch.scenario('a session that is deleted', async (punch) => {
    const session = await punch.session({ name: punch.freshName() });
    const admin = session.admin();
    const token = session.peer();
    const sockets = [
      await punch.open(session.name, token),
      await punch.open(session.name, token),
      await punch.open(session.name, admin),
    ] as const;
    register(sockets[0], first);
    register(sockets[1], second);
    await need(sockets[0], 'peer');
    reportSrt(sockets[0], 'connected');
    await allHandled(sockets[0]);
    const heard = statesHeard(sockets[0]).at(-1);
    const state = heard === 'CONNECTED' ? heard : await stateShown(punch, session, sockets[0]);
    const path = sessionPath(session.name);
    const deleted = await punch.http({ method: 'DELETE', path, token: admin });
    const within = Math.min(punch.patience, 3_000);
    const codes = await Promise.all(sockets.map((socket) => socket.ended(within)));
    const after = {
      get: await punch.http({ method: 'GET', path, token: admin }),
      delete: await punch.http({ method: 'DELETE', path, token: admin }),
      connect: await punch.http({ method: 'GET', path: `${path}/connect`, token: admin }),
    };
    const upgrade = await punch.upgrade({ session: session.name, token });
    const upgradeEnded = upgrade.socket ? await upgrade.socket.ended(within) : 'refused';
    const again = await punch.create({ name: session.name });
    return {
      running: { state, statusIsRead: sockets[0].messageMembers.statusIsRead },
      deleted,
      codes,
      sawClosed: has(sockets[0], 'session'),
      after,
      upgrade,
      upgradeEnded,
      again,
    };
  });

const closedByDelete = async (punch: PunchPort): Promise<Death> => {
  const death = await deathOf(punch);
  if (death.deleted.status >= 300) throw new Unreachable(`DELETE returned ${death.deleted.status}`);
  return death;
};

const notFoundAfter = (
  operation: 'get' | 'delete' | 'connect',
  control: string,
  title: string,
  why: string,
  level?: Level,
): Case =>
  punchCase({
    id: `punch/4.2/closed-${operation}`,
    expects: 'refusal',
    control,
    requires: ['PUNCH-4.2-7'],
    title,
    why,
    ...defined({ level }),
    async run({ punch, expect }) {
      const { after } = await closedByDelete(punch);
      expectStatus(expect, after[operation], 404);
    },
  });

export const closing: readonly Case[] = [
  punchCase({
    id: 'punch/4.2/connected-at-once',
    expects: 'service',
    requires: ['PUNCH-4.2-3'],
    title: 'a status connected without a status connecting before it makes the session CONNECTED',
    why: 'A device that reports nothing before its connection stands is never shown as live.',
    async run({ punch, expect }) {
      const { state, statusIsRead } = (await deathOf(punch)).running;
      expectConnected(expect, typeof state === 'string' ? state : null, statusIsRead);
    },
  }),
  punchCase({
    id: 'punch/4.2/delete',
    expects: 'service',
    requires: ['PUNCH-4.2-4', 'PUNCH-5-6'],
    title: 'DELETE with the admin token returns 2xx, also in state CONNECTED',
    why: 'A producer cannot end a running session, and its links stay valid.',
    async run({ punch, expect }) {
      const { deleted } = await deathOf(punch);
      expect.that('the answer is 2xx', deleted.status >= 200 && deleted.status < 300, {
        expected: '2xx',
        observed: deleted.status,
      });
    },
  }),
  notFoundAfter(
    'get',
    'punch/5/query',
    'GET of a closed session returns 404',
    'A client that polls takes the closed session for a live one.',
  ),
  notFoundAfter(
    'delete',
    'punch/4.2/delete',
    'DELETE of a closed session returns 404',
    'A producer believes that he has just ended a show that somebody else ended before.',
  ),
  // No section of the RFC names this endpoint.
  notFoundAfter(
    'connect',
    'punch/5/connect',
    'GET connect of a closed session returns 404',
    'An operator sets up his encoder with strings of a session that has ended.',
    'should',
  ),
  punchCase({
    id: 'punch/4.2/stays-closed',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-4.2-6'],
    title: 'GET, DELETE and connect show no closed session as open',
    why: 'A client that polls the session never learns that it has ended.',
    async run({ punch, expect }) {
      const { after } = await closedByDelete(punch);
      const alive = Object.values(after).filter(
        (answer) =>
          answer.status === 200 &&
          typeof answer.json === 'object' &&
          answer.json !== null &&
          stateIn(answer) !== 'CLOSED',
      );
      expect.equal('answers that show the session as open', alive.length, 0);
    },
  }),
  punchCase({
    id: 'punch/4.2/sockets-closed',
    expects: 'refusal',
    control: 'punch/6.1/open',
    requires: ['PUNCH-4.2-8'],
    title: 'DELETE closes every WebSocket of the session',
    why: 'Peers stay on the line of a session that is over, and their devices never free the slot.',
    async run({ punch, expect }) {
      const { codes } = await closedByDelete(punch);
      expect.that('each WebSocket is closed', !codes.includes('open'), {
        expected: 'a close code on each WebSocket',
        observed: [...codes],
      });
    },
  }),
  punchCase({
    id: 'punch/4.2/no-new-socket',
    expects: 'refusal',
    control: 'punch/6.1/open',
    requires: ['PUNCH-4.2-8'],
    title: 'an upgrade to a closed session returns 4xx or closes at once',
    why: 'A peer with an old link waits in a session that nobody else can join.',
    async run({ punch, expect }) {
      const { upgrade, upgradeEnded } = await closedByDelete(punch);
      expect.that(
        'the upgrade is rejected or closed',
        isRejected(upgrade) || typeof upgradeEnded === 'number',
        {
          expected: '4xx, or a close',
          observed: `${upgrade.status}, ${upgradeEnded}`,
        },
      );
    },
  }),
  punchCase({
    id: 'punch/8.2/normal-shutdown',
    expects: 'refusal',
    control: 'punch/6.1/open',
    requires: ['PUNCH-8.2-1', 'PUNCH-8.2-3'],
    title: 'DELETE closes each WebSocket with 1000',
    why: 'A client that sees another code takes the end of the show for a fault and reconnects for ever.',
    async run({ punch, expect }) {
      const { codes } = await closedByDelete(punch);
      const said = codes.filter((code) => code !== 'open');
      if (said.length === 0) throw new Unreachable('no WebSocket was closed');
      expect.equal(
        'the close codes',
        said,
        said.map(() => 1000),
      );
    },
  }),
  punchCase({
    id: 'punch/8.2/known-codes',
    expects: 'refusal',
    control: 'punch/6.1/open',
    requires: ['PUNCH-8.2-3'],
    title: 'DELETE, and an upgrade after it, close with 1000 or 1011 only',
    why: 'A client of 1.0.0 has no rule for 4xxx codes, and later versions give them other meanings.',
    async run({ punch, expect }) {
      const { codes, upgradeEnded } = await closedByDelete(punch);
      const said = [...codes, upgradeEnded].filter((code) => typeof code === 'number');
      if (said.length === 0) throw new Unreachable('no WebSocket was closed');
      expect.each('each close code is 1000 or 1011', said, isKnownCode, {
        expected: '1000 or 1011',
        observed: (code) => code,
      });
    },
  }),
  punchCase({
    id: 'punch/5.3/name-free-after-delete',
    expects: 'service',
    requires: ['PUNCH-5.3-3'],
    title: 'POST with the name of a deleted session returns 201',
    why: 'A weekly show cannot use its name again.',
    async run({ punch, expect }) {
      const { again } = await closedByDelete(punch);
      if (again.status === 429) throw new Unreachable('the creation was answered 429');
      expectStatus(expect, again, 201);
    },
  }),
];
