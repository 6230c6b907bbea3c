import { Unclaimed, Unreachable } from '../case.js';
import type { Case, Expect } from '../model.js';
import { deathOf } from './4_2_closing.js';
import { isRejected, member, needHealth, needOwn } from './answers.js';
import { meets } from './peers.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { refusals } from './refusals.js';
import { spec } from './spec.js';
import { punchCase, sessionPath } from './steps.js';

type Versioned = Pick<HttpAnswer, 'status' | 'headers'>;

const VERSION = /^\d+\.\d+\.\d+/;

type Answer = (punch: PunchPort) => Promise<Versioned>;

/** An answer that grants something. Another status blocks this case: the case of the endpoint judges it. */
const onGranted = (slug: string, title: string, why: string, answerOf: Answer): Case =>
  punchCase({
    ...versioned(slug, title, why),
    expects: 'service',
    async run({ punch, expect }) {
      const answer = await answerOf(punch);
      // Whether the endpoint exists belongs to section 5, at should.
      if (answer.status === 404 || answer.status === 405)
        throw new Unclaimed(`the answer is ${answer.status}`);
      if (answer.status >= 300) throw new Unreachable(`the answer is ${answer.status}`);
      expectVersion(expect, answer);
    },
  });

const onRejected = (slug: string, control: string, title: string, why: string, answerOf: Answer): Case =>
  punchCase({
    ...versioned(slug, title, why),
    expects: 'refusal',
    control: `punch/11/${control}`,
    run: async ({ punch, expect }) => expectVersionOf4xx(expect, await answerOf(punch)),
  });

const versioned = (slug: string, title: string, why: string) => ({
  id: `punch/11/${slug}`,
  requires: ['PUNCH-11-1'],
  title: `${title} has Punch-Version`,
  why,
});

function expectVersionOf4xx(expect: Expect, answer: Versioned): void {
  if (!isRejected(answer)) throw new Unreachable(`the answer is ${answer.status}, not 4xx`);
  expectVersion(expect, answer);
}

function expectVersion(expect: Expect, { status, headers }: Versioned): void {
  const said = headers['punch-version'] ?? null;
  expect.that(`the ${status} has Punch-Version`, said !== null && VERSION.test(said), {
    expected: 'a header Punch-Version with a version',
    observed: said,
  });
}

const onRefusals = refusals.map(({ status, what, why, answersOf, ...when }) =>
  punchCase({
    // The id punch/11/on-404 belongs to the 404 of an unknown path.
    ...versioned(status === 404 ? 'on-closed-session' : `on-${status}`, what, why.version),
    expects: 'refusal',
    ...when,
    async run({ punch, expect }) {
      for (const answer of await answersOf(punch)) expectVersion(expect, answer);
    },
  }),
);

const brokenBody = (punch: PunchPort) => punch.http({ method: 'POST', path: '/api/session', body: '{' });
const noPath = (punch: PunchPort) => punch.http({ method: 'GET', path: '/nowhere/at/all' });

/** The version in the body. Blocks without one. */
async function reportedVersion(punch: PunchPort): Promise<{ answer: HttpAnswer; version: string }> {
  const answer = await needHealth(punch);
  return { answer, version: String(member(answer, 'version')) };
}

export const versions: readonly Case[] = [
  onGranted(
    'on-health',
    'the 200 of GET /api/health',
    'A client that checks the version before it starts finds none.',
    needHealth,
  ),
  onGranted(
    'on-head',
    'the 200 of HEAD /api/health',
    'A client that checks the version without a body finds none.',
    async (punch) => {
      await needHealth(punch);
      return punch.http({ method: 'HEAD', path: '/api/health' });
    },
  ),
  onGranted(
    'on-201',
    'the 201 of a creation',
    'A producer creates sessions on a broker whose version he cannot see.',
    async (punch) => {
      const session = await punch.lobby();
      session.admin();
      return session.answer;
    },
  ),
  onGranted(
    'on-200',
    'the 200 of GET of a session',
    'A dashboard cannot tell by which rules it has to read the state.',
    async (punch) => {
      const session = await punch.lobby();
      return punch.http({ method: 'GET', path: sessionPath(session.name), token: session.admin() });
    },
  ),
  onRejected(
    'on-401',
    'on-200',
    'a 401',
    'A client cannot tell a bad token from a token format of another version.',
    async (punch) => {
      const session = await punch.lobby();
      return punch.http({ method: 'GET', path: sessionPath(session.name) });
    },
  ),
  onRejected(
    'on-400',
    'on-201',
    'a 400',
    'A client cannot tell a bad body from a body of another version.',
    async (punch) => needOwn(await brokenBody(punch)),
  ),
  onRejected(
    'on-404',
    'on-health',
    'a 404 for a path that does not exist',
    'A client that asks for an endpoint of a later version cannot tell that the broker is older.',
    async (punch) => needOwn(await noPath(punch)),
  ),
  punchCase({
    id: 'punch/11/on-front-answers',
    expects: 'refusal',
    control: 'punch/11/on-health',
    requires: ['PUNCH-11-5'],
    title: 'a 400 and a 404 of a server in front of the broker have Punch-Version',
    why: 'A proxy that answers by itself leaves a client without the version, and often without JSON to read.',
    async run({ punch, expect }) {
      for (const answer of [await brokenBody(punch), await noPath(punch)]) expectVersionOf4xx(expect, answer);
    },
  }),
  ...onRefusals,
  onGranted(
    'on-delete',
    'the 2xx of DELETE',
    'An answer without a body often has no common headers, so a client that checks each answer reports an error.',
    async (punch) => (await deathOf(punch)).deleted,
  ),
  onGranted(
    'on-connect',
    'the 200 of GET connect',
    'A tool that reads connection strings cannot tell which units they have.',
    async (punch) => {
      const session = await punch.lobby();
      const path = `${sessionPath(session.name)}/connect`;
      return punch.http({ method: 'GET', path, token: session.admin() });
    },
  ),
  onGranted(
    'on-101',
    'the 101 of an upgrade',
    'A peer cannot tell which messages the broker understands.',
    async (punch) => {
      const { session, token } = await punch.stream();
      const upgraded = await punch.upgrade({ session: session.name, token });
      await meets(punch);
      return upgraded.answer ?? upgraded;
    },
  ),
  onRejected(
    'on-refused-upgrade',
    'on-101',
    'a 4xx to an upgrade',
    'A peer that is turned away cannot tell whether it speaks another version.',
    async (punch) => {
      const session = await punch.lobby();
      const upgraded = await punch.upgrade({ session: session.name, token: 'none' });
      return upgraded.answer ?? upgraded;
    },
  ),
  punchCase({
    id: 'punch/11/health-version',
    expects: 'service',
    requires: ['PUNCH-11-2'],
    title: 'GET /api/health returns a version',
    why: 'A client cannot find out whether it is compatible.',
    async run({ punch, expect }) {
      const answer = await punch.http({ method: 'GET', path: '/api/health' });
      const said = member(answer, 'version');
      expect.that('the body has a version', typeof said === 'string' && VERSION.test(said), {
        expected: 'a version such as 1.0.0',
        observed: answer.text.slice(0, 200),
      });
    },
  }),
  punchCase({
    id: 'punch/11/tested-version',
    expects: 'service',
    requires: ['PUNCH-11-2'],
    level: 'should',
    title: `GET /api/health reports version ${spec.version}, the one that these cases test`,
    why: 'Another version may have other rules: what fails here may be right there.',
    async run({ punch, expect }) {
      const { version } = await reportedVersion(punch);
      expect.equal('the version', version, spec.version);
    },
  }),
  punchCase({
    id: 'punch/11/one-version',
    expects: 'service',
    requires: ['PUNCH-11-3'],
    title: 'Punch-Version and the version of GET /api/health are the same',
    why: 'A client that checks one of them talks to the broker by the wrong rules.',
    async run({ punch, expect }) {
      const { answer, version } = await reportedVersion(punch);
      const header = answer.headers['punch-version'];
      if (header === undefined) throw new Unreachable('GET /api/health has no Punch-Version');
      expect.equal('the header Punch-Version', header, version);
    },
  }),
];
