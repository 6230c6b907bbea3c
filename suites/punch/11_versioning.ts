import { Unreachable } from '../case.js';
import type { Case, Expect } from '../model.js';
import { deathOf } from './4_2_closing.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { refusals } from './refusals.js';
import { member, punchCase, sessionPath } from './steps.js';

type Versioned = Pick<HttpAnswer, 'status' | 'headers'>;

const VERSION = /^\d+\.\d+\.\d+/;

const versioned = (slug: string, title: string, answerOf: (punch: PunchPort) => Promise<Versioned>): Case =>
  punchCase({
    id: `punch/11/${slug}`,
    requires: ['PUNCH-11-1'],
    title: `${title} carries Punch-Version`,
    async run({ punch, expect }) {
      expectVersion(expect, await answerOf(punch));
    },
  });

function expectVersion(expect: Expect, { status, headers }: Versioned): void {
  const said = headers['punch-version'] ?? null;
  expect.that(`the ${status} names a version`, said !== null && VERSION.test(said), { observed: said });
}

const onRefusals = refusals.map(({ status, what, answersOf, ...when }) =>
  punchCase({
    // Another 404, that of no path at all, had the name before.
    id: `punch/11/${status === 404 ? 'on-closed-session' : `on-${status}`}`,
    requires: ['PUNCH-11-1'],
    title: `${what} carries Punch-Version`,
    ...when,
    async run({ punch, expect }) {
      for (const answer of await answersOf(punch)) expectVersion(expect, answer);
    },
  }),
);

export const versions: readonly Case[] = [
  versioned('on-health', 'GET /api/health', (punch) => punch.http({ method: 'GET', path: '/api/health' })),
  versioned('on-head', 'HEAD /api/health', (punch) => punch.http({ method: 'HEAD', path: '/api/health' })),
  versioned('on-201', 'the 201 of a creation', async (punch) => (await punch.lobby()).answer),
  versioned('on-200', 'GET of a session', async (punch) => {
    const session = await punch.lobby();
    return punch.http({ method: 'GET', path: sessionPath(session.name), token: session.admin() });
  }),
  versioned('on-401', 'a 401', async (punch) => {
    const session = await punch.lobby();
    return punch.http({ method: 'GET', path: sessionPath(session.name) });
  }),
  versioned('on-400', 'a 400', (punch) => punch.http({ method: 'POST', path: '/api/session', body: '{' })),
  versioned('on-404', 'a 404 of a path that is none', (punch) =>
    punch.http({ method: 'GET', path: '/nowhere/at/all' }),
  ),
  ...onRefusals,
  versioned('on-delete', 'the answer to a DELETE', async (punch) => (await deathOf(punch)).deleted),
  versioned('on-connect', 'the answer to connect', async (punch) => {
    const session = await punch.lobby();
    const path = `${sessionPath(session.name)}/connect`;
    return punch.http({ method: 'GET', path, token: session.admin() });
  }),
  versioned('on-101', 'the 101 of a WebSocket', async (punch) => {
    const { session, token } = await punch.stream();
    const upgraded = await punch.upgrade({ session: session.name, token });
    if (!upgraded.socket) throw new Unreachable(`the upgrade was refused with ${upgraded.status}`);
    return upgraded;
  }),
  versioned('on-refused-upgrade', 'a refused upgrade', async (punch) => {
    const session = await punch.lobby();
    const { answer } = await punch.upgrade({ session: session.name, token: 'none' });
    if (!answer) throw new Unreachable('the upgrade was not refused');
    return answer;
  }),
  punchCase({
    id: 'punch/11/health-version',
    requires: ['PUNCH-11-2'],
    title: 'the health endpoint reports a version',
    async run({ punch, expect }) {
      const answer = await punch.http({ method: 'GET', path: '/api/health' });
      const said = member(answer, 'version');
      expect.that('version is there', typeof said === 'string' && VERSION.test(said));
    },
  }),
  punchCase({
    id: 'punch/11/one-version',
    requires: ['PUNCH-11-3'],
    title: 'the header and the health endpoint name the same version',
    async run({ punch, expect }) {
      const answer = await punch.http({ method: 'GET', path: '/api/health' });
      const said = member(answer, 'version');
      const header = answer.headers['punch-version'];
      if (typeof said !== 'string' || header === undefined)
        throw new Unreachable('one of the two is not there');
      expect.equal('the header', header, said);
    },
  }),
];
