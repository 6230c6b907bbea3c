import { Unreachable } from '../case.js';
import type { Case } from '../model.js';
import type { HttpAnswer, PunchPort, Upgraded } from './port.js';
import {
  expectStatus,
  first,
  framing,
  has,
  need,
  needCode,
  punchCase,
  register,
  reportSrt,
  second,
  sessionPath,
  settled,
} from './steps.js';

/** One session, matched and CONNECTED, deleted under the eyes of two peers and an observer. */
export interface Death {
  readonly deleted: HttpAnswer;
  readonly codes: readonly (number | null)[];
  readonly sawClosed: boolean;
  readonly after: Readonly<Record<'get' | 'delete' | 'connect', HttpAnswer>>;
  readonly upgrade: Upgraded;
  readonly upgradeEnded: number | undefined;
  readonly again: HttpAnswer;
}

export const deathOf = (punch: PunchPort): Promise<Death> =>
  punch.scenario('a session that is deleted', async () => {
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
    await settled(sockets[0]);
    const path = sessionPath(session.name);
    const deleted = await punch.http({ method: 'DELETE', path, token: admin });
    const within = Math.min(punch.patience, 3_000);
    const codes = await Promise.all(sockets.map(async (socket) => (await socket.ended(within)) ?? null));
    const after = {
      get: await punch.http({ method: 'GET', path, token: admin }),
      delete: await punch.http({ method: 'DELETE', path, token: admin }),
      connect: await punch.http({ method: 'GET', path: `${path}/connect`, token: admin }),
    };
    const upgrade = await punch.upgrade({ session: session.name, token });
    const upgradeEnded = await upgrade.socket?.ended(within);
    const again = await punch.create({ name: session.name });
    return {
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
  if (death.deleted.status >= 300) throw new Unreachable(`DELETE was answered ${death.deleted.status}`);
  return death;
};

const notFoundAfter = (operation: 'get' | 'delete' | 'connect', title: string): Case =>
  punchCase({
    id: `punch/4.2/closed-${operation}`,
    requires: ['PUNCH-4.2-7'],
    title,
    async run({ punch, expect }) {
      const { after } = await closedByDelete(punch);
      expectStatus(expect, after[operation], 404);
    },
  });

export const closing: readonly Case[] = [
  punchCase({
    id: 'punch/4.2/delete',
    requires: ['PUNCH-4.2-4', 'PUNCH-5-6'],
    title: 'DELETE by the admin is answered with success, in state CONNECTED too',
    async run({ punch, expect }) {
      const { deleted } = await deathOf(punch);
      expect.that('the answer is 2xx', deleted.status >= 200 && deleted.status < 300, {
        observed: deleted.status,
      });
    },
  }),
  notFoundAfter('get', 'GET of a closed session is 404'),
  notFoundAfter('delete', 'DELETE of a closed session is 404'),
  notFoundAfter('connect', 'connect of a closed session is 404'),
  punchCase({
    id: 'punch/4.2/stays-closed',
    requires: ['PUNCH-4.2-6'],
    title: 'nothing that is done to a closed session brings it back',
    async run({ punch, expect }) {
      const { after } = await closedByDelete(punch);
      const alive = Object.values(after).filter(
        ({ status, json }) =>
          status === 200 &&
          typeof json === 'object' &&
          json !== null &&
          Reflect.get(json, 'state') !== 'CLOSED',
      );
      expect.equal('answers that show it alive', alive.length, 0);
    },
  }),
  punchCase({
    id: 'punch/4.2/sockets-closed',
    requires: ['PUNCH-4.2-8'],
    title: 'DELETE closes every WebSocket of the session',
    async run({ punch, expect }) {
      const { codes } = await closedByDelete(punch);
      expect.that('none is left open', !codes.includes(null), { observed: [...codes] });
    },
  }),
  punchCase({
    id: 'punch/4.2/no-new-socket',
    requires: ['PUNCH-4.2-8'],
    title: 'no WebSocket of a closed session opens anew',
    async run({ punch, expect }) {
      const { upgrade, upgradeEnded } = await closedByDelete(punch);
      const refused = upgrade.status >= 400 && upgrade.status < 500;
      expect.that('it is refused, or closed at once', refused || upgradeEnded !== undefined, {
        observed: upgrade.status,
      });
    },
  }),
  punchCase({
    id: 'punch/8.2/normal-shutdown',
    requires: ['PUNCH-8.2-1'],
    title: 'DELETE closes with 1000',
    async run({ punch, expect }) {
      const { codes } = await closedByDelete(punch);
      const said = codes.filter((code) => code !== null).map(needCode);
      if (said.length === 0) throw new Unreachable('no WebSocket was closed');
      expect.equal(
        'the codes',
        said,
        said.map(() => 1000),
      );
    },
  }),
  punchCase({
    id: 'punch/8.2/known-codes',
    requires: ['PUNCH-8.2-3'],
    title: 'closing by DELETE, and whatever opens after it, use no code but 1000 and 1011',
    async run({ punch, expect }) {
      const { codes, upgradeEnded } = await closedByDelete(punch);
      for (const code of [...codes, upgradeEnded ?? null]) {
        const known = code === null || code === 1000 || code === 1011;
        expect.that('the code is 1000 or 1011', known, { observed: code });
        expect.that('it is no code of framing', code === null || !framing.includes(code));
      }
    },
  }),
  punchCase({
    id: 'punch/5.3/name-free-after-delete',
    requires: ['PUNCH-5.3-3'],
    title: 'the name of a deleted session can be taken again',
    async run({ punch, expect }) {
      const { again } = await closedByDelete(punch);
      if (again.status === 429) throw new Unreachable('rate-limited');
      expectStatus(expect, again, 201);
    },
  }),
];
