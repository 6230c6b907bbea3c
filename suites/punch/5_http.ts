import { defined } from '../../defined.js';
import { Unclaimed } from '../case.js';
import type { Case, Expect } from '../model.js';
import { deathOf } from './4_2_closing.js';
import { duplicate } from './5_3_idempotency.js';
import { plainCreation } from './5_4_turnstile.js';
import { expectCreated, expectStatus, member, needHealth, needStatus, stateIn } from './answers.js';
import { soon } from './forged.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { ifReached, minted, punchCase, sessionPath } from './steps.js';
import { findTokenTexts } from './tokens_in.js';

/** An origin that belongs to nobody. */
const PAGE = 'https://page.conform.invalid';

interface Tour {
  readonly method: string;
  readonly template: string;
  readonly answer: HttpAnswer;
}

/** One answer of each kind that costs no creation. The cases compare them with the description. */
const tour = (punch: PunchPort): Promise<readonly Tour[]> =>
  punch.scenario('one answer of every kind', async (punch) => {
    const session = await punch.lobby();
    const path = sessionPath(session.name);
    const admin = session.admin();
    const seen: Tour[] = [{ method: 'post', template: '/api/session', answer: session.answer }];
    const look = async (method: string, template: string, at: string, token?: string) => {
      const answer = await punch.http({ method, path: at, ...defined({ token }) });
      seen.push({ method: method.toLowerCase(), template, answer });
    };
    await look('GET', '/api/health', '/api/health');
    await look('HEAD', '/api/health', '/api/health');
    await look('GET', '/api/session/{name}', path, admin);
    await look('GET', '/api/session/{name}', path);
    await look('GET', '/api/session/{name}/connect', `${path}/connect`, admin);
    await look('DELETE', '/api/session/{name}', path);
    const more = async (method: string, template: string, asked: () => Promise<HttpAnswer>) => {
      const answer = await ifReached(asked());
      if (answer) seen.push({ method, template, answer });
    };
    const refusedBody = () => punch.http({ method: 'POST', path: '/api/session', body: '{' });
    await more('post', '/api/session', refusedBody);
    await more('post', '/api/session', () => duplicate(punch));
    await more('delete', '/api/session/{name}', async () => (await deathOf(punch)).deleted);
    for (const method of ['get', 'delete'] as const)
      await more(method, '/api/session/{name}', async () => (await deathOf(punch)).after[method]);
    return seen;
  });

/** Checks the answers against their file. */
async function expectDescribed(punch: PunchPort, expect: Expect, ours: boolean): Promise<void> {
  const wrong = ({ method, template, answer }: Tour) =>
    punch.description
      .answer(method, template, answer)
      .filter((violation) => violation.ours === ours)
      .map(({ what }) => `${method} ${template}: ${what}`);
  const violations = (await tour(punch)).flatMap(wrong);
  expect.equal(`violations of ${punch.description.openapi.name}`, violations, []);
}

export const http: readonly Case[] = [
  punchCase({
    id: 'punch/5/openapi-stated',
    expects: 'service',
    requires: ['PUNCH-5-1'],
    title: 'answers keep to what the project states in public of its openapi.yaml',
    why: 'Generated clients fail on a member that is missing or has another type.',
    async run({ punch, expect }) {
      if (punch.description.openapi.isGiven)
        throw new Unclaimed('answers are held against the file of --openapi: see punch/5/openapi-given');
      await expectDescribed(punch, expect, false);
    },
  }),
  punchCase({
    id: 'punch/5/openapi-given',
    expects: 'service',
    requires: ['PUNCH-5-11'],
    title: 'answers keep to the openapi.yaml that --openapi gives',
    why: 'Clients that were generated from the file of the deployment fail on its own answers.',
    async run({ punch, expect }) {
      if (!punch.description.openapi.isGiven)
        throw new Unclaimed('no openapi.yaml was given: add --openapi FILE');
      await expectDescribed(punch, expect, false);
    },
  }),
  punchCase({
    id: 'punch/5/openapi-ours',
    expects: 'service',
    requires: ['PUNCH-5-2'],
    title: 'answers keep to what we added to openapi.yaml where nothing is stated (advisory)',
    why: 'Clients that were written for the reference broker may miss members here.',
    async run({ punch, expect }) {
      if (punch.description.openapi.isGiven)
        throw new Unclaimed('answers are held against the file of --openapi: see punch/5/openapi-given');
      await expectDescribed(punch, expect, true);
    },
  }),
  punchCase({
    id: 'punch/5/health',
    expects: 'service',
    requires: ['PUNCH-5-3', 'PUNCH-11-2'],
    title: 'GET /api/health returns 200 and JSON with a version',
    why: 'Load balancers and clients take the broker for down.',
    async run({ punch, expect }) {
      const answer = await punch.http({ method: 'GET', path: '/api/health' });
      expectStatus(expect, answer, 200);
      expect.that('the body is JSON with a version', typeof member(answer, 'version') === 'string', {
        expected: 'JSON with a version',
        observed: answer.text.slice(0, 200),
      });
    },
  }),
  punchCase({
    id: 'punch/5/health-head',
    expects: 'service',
    requires: ['PUNCH-5-10'],
    title: 'HEAD /api/health returns 200 without a body',
    why: 'Uptime monitors that use HEAD report an outage.',
    async run({ punch, expect }) {
      await needHealth(punch);
      const answer = await punch.http({ method: 'HEAD', path: '/api/health' });
      expectStatus(expect, answer, 200);
      expect.equal('the body', answer.text, '');
    },
  }),
  punchCase({
    id: 'punch/5/create',
    expects: 'service',
    requires: ['PUNCH-5-4'],
    title: 'POST /api/session without a bearer token returns 201 and an admin token of the session',
    why: 'Nobody can create a session, or nobody can administer the one that was created.',
    async run({ punch, expect }) {
      const plain = await plainCreation(punch);
      // The broker may require a Turnstile token, so a rejected creation is sent again with that of --turnstile-token.
      const answer = plain.status === 201 ? plain : await punch.create();
      expectCreated(expect, answer, answer.name);
    },
  }),
  punchCase({
    id: 'punch/5/admin-token-once',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-5-5'],
    title: 'GET of a session shows no admin token',
    why: 'A log or a proxy that keeps answers of GET gives away control of the session.',
    async run({ punch, expect }) {
      const session = await punch.lobby();
      const path = sessionPath(session.name);
      const again = await punch.http({ method: 'GET', path, token: session.admin() });
      needStatus(again, 200, 'GET of the session');
      const shown = findTokenTexts(again.json).filter(({ role }) => role === 'admin');
      expect.equal('the number of admin tokens in the body', shown.length, 0);
    },
  }),
  punchCase({
    id: 'punch/5/query',
    expects: 'service',
    requires: ['PUNCH-5-6'],
    title:
      'GET /api/session/{name} with the admin token returns 200 and the name or the state of the session',
    why: 'The producer cannot see what the session does.',
    async run({ punch, expect }) {
      const session = await punch.lobby();
      const answer = await punch.http({
        method: 'GET',
        path: sessionPath(session.name),
        token: session.admin(),
      });
      expectStatus(expect, answer, 200);
      const told = typeof stateIn(answer) === 'string' || answer.text.includes(`"${session.name}"`);
      expect.that('the body has the state or the name of the session', told, {
        expected: 'a state, or the name of the session',
        observed: answer.text.slice(0, 200),
      });
    },
  }),
  punchCase({
    id: 'punch/5/connect',
    expects: 'service',
    requires: ['PUNCH-5-7'],
    title: 'GET connect returns strings for ffmpeg, OBS, vMix, GStreamer and srt-live-transmit',
    why: 'An operator has to build the connection string by hand, and gets units and modes wrong.',
    async run({ punch, expect }) {
      const session = await punch.lobby();
      const path = `${sessionPath(session.name)}/connect`;
      const answer = await punch.http({ method: 'GET', path, token: session.admin() });
      expectStatus(expect, answer, 200);
      const text = answer.text.toLowerCase();
      for (const tool of ['ffmpeg', 'obs', 'vmix', 'gst', 'srt-live-transmit']) {
        expect.that(`the body names ${tool}`, text.includes(tool), {
          expected: tool,
          observed: answer.text.slice(0, 200),
        });
      }
    },
  }),
  punchCase({
    id: 'punch/5/cors',
    expects: 'service',
    requires: ['PUNCH-5-9'],
    title: 'CORS headers of GET /api/health do not contradict each other (a note)',
    why: 'Browsers reject headers that contradict each other, and let any page act with the credentials of its user where all origins are allowed.',
    async run({ punch, expect }) {
      const { headers } = await punch.http({ method: 'GET', path: '/api/health', headers: { Origin: PAGE } });
      const allowed = headers['access-control-allow-origin'];
      if (allowed === undefined)
        throw new Unclaimed(
          'a note: pages of other origins may not read its answers (it sends no CORS headers)',
        );
      const anybody = allowed === '*' || allowed === PAGE;
      const credentials = headers['access-control-allow-credentials'] === 'true';
      expect.that(
        'Access-Control-Allow-Origin is * or one origin',
        /^(\*|null|[a-z]+:\/\/[^\s,/]+)$/i.test(allowed),
        {
          expected: '* or one origin',
          observed: allowed,
        },
      );
      expect.that('no wildcard origin is allowed with credentials', !(anybody && credentials), {
        expected: 'one origin, or no Access-Control-Allow-Credentials',
        observed: allowed,
      });
      const varies = /(^|[\s,])(origin|\*)($|[\s,])/i.test(headers['vary'] ?? '');
      expect.that('Vary names Origin when the answer depends on the origin', allowed !== PAGE || varies, {
        expected: 'Vary with Origin or *',
        observed: headers['vary'] ?? 'no Vary',
      });
    },
  }),
  punchCase({
    id: 'punch/5/unknown-session',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-5-8'],
    title: 'GET of a session that never existed returns 404 for a token that fits its name',
    why: 'A client cannot tell a wrong name from a wrong token.',
    async run({ punch, expect, clock }) {
      const name = punch.freshName();
      const exp = soon(clock);
      const token = await minted(punch, { session: name, role: 'admin', stream: null, exp });
      expectStatus(expect, await punch.http({ method: 'GET', path: sessionPath(name), token }), 404);
    },
  }),
];
