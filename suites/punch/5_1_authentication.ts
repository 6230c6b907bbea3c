import { defined } from '../../defined.js';
import { Unclaimed, Unreachable } from '../case.js';
import type { Case, Context, Expect } from '../model.js';
import { expectCode, expectStatus, needStatus } from './answers.js';
import { type Forged, forged, soon } from './forged.js';
import { readablePayload } from './forgery.js';
import type { PunchPort, PunchSession } from './port.js';
import { needSecret, punchCase, sessionPath } from './steps.js';
import { handedOut, linkedIn } from './tokens_in.js';

/** In seconds, the year 5138; in milliseconds, the year 1973. No clause bounds the life of a token. */
const MILLISECONDS = 1e11;

type Way = 'header' | 'upgrade';

const bearer = (token: string) => `Bearer ${token}`;

async function put(way: Way, text: string, punch: PunchPort, session: PunchSession) {
  if (way === 'header') {
    const path = sessionPath(session.name);
    return punch.http({ method: 'GET', path, headers: { Authorization: bearer(text) } });
  }
  return opened(punch, session, encodeURIComponent(text));
}

/** A session and a token that is good for it in this way. */
async function goodOne(punch: PunchPort, way: Way = 'header') {
  const session = await punch.lobby();
  const good = session.admin();
  const [status, accepted] =
    way === 'header'
      ? [200, await punch.scenario('the good token is accepted', (punch) => shown(punch, session, good))]
      : [
          101,
          await punch.scenario('the good token opens a WebSocket', (punch) => opened(punch, session, good)),
        ];
  needStatus(accepted, status, 'the good token itself');
  return { session, good };
}

const shown = (punch: PunchPort, { name }: PunchSession, token: string) =>
  punch.http({ method: 'GET', path: sessionPath(name), token });

const opened = (punch: PunchPort, { name }: PunchSession, token: string) =>
  punch.upgrade({ session: name, token });

/** The path of an operation for this session. */
const pathBelow = (template: string, name: string): string =>
  template.replace(/\{[^}]*\}/, name).replace(/\{[^}]*\}/g, 'main');

const asCase = (way: Way, { slug, section, requires, level, title, why, make }: Forged): Case =>
  punchCase({
    id: way === 'header' ? `punch/${section}/${slug}` : `punch/6.1/upgrade-${slug}`,
    expects: 'refusal',
    control: way === 'header' ? 'punch/5/query' : 'punch/2/admin-observes',
    requires: way === 'header' ? requires : ['PUNCH-6.1-2', ...requires],
    ...defined({ level }),
    title:
      way === 'header'
        ? `GET of a session with ${title} returns 401`
        : `an upgrade with ${title} returns 401 before any 101`,
    why,
    async run({ punch, expect, clock }: Context & { punch: PunchPort }) {
      const { session, good } = await goodOne(punch, way);
      const text = await make(good, punch, session, clock);
      const answer = await put(way, text, punch, session);
      expectStatus(expect, answer, 401);
    },
  });

/** The producer must receive an admin token, and join URLs must have peer tokens. */
function expectLinksForPeers(expect: Expect, texts: readonly string[], linked: readonly string[]): void {
  const rolesOf = (some: readonly string[]) => some.map((text) => readablePayload(text)?.['role'] ?? null);
  const bare = rolesOf(texts.filter((text) => !linked.includes(text)));
  const ofUrls = rolesOf(linked);
  const isSwapped =
    bare.includes('peer') && !bare.includes('admin') && ofUrls.includes('admin') && !ofUrls.includes('peer');
  expect.that('a token in a join URL is a peer token', !isSwapped, {
    expected: 'an admin token for the producer, and peer tokens in URLs',
    observed: isSwapped ? 'a peer token for the producer, and admin tokens in URLs' : 'as expected',
  });
}

export const authentication: readonly Case[] = [
  punchCase({
    id: 'punch/5.1/missing',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-5.1-1', 'PUNCH-5.1-2'],
    title:
      'GET and DELETE of a session, and operations below it in a given openapi.yaml, return 401 without a token',
    why: 'Anybody who guesses a name reads or closes the session.',
    async run({ punch, expect }) {
      const { session } = await goodOne(punch);
      const path = sessionPath(session.name);
      const below = (punch.description.operations ?? [])
        .map(({ method, template }) => ({ method, path: pathBelow(template, session.name) }))
        .filter((operation) => operation.path.startsWith(`${path}/`));
      for (const operation of [{ method: 'GET', path }, { method: 'DELETE', path }, ...below])
        expectStatus(expect, await punch.http(operation), 401);
    },
  }),
  punchCase({
    id: 'punch/5.1/missing-connect',
    expects: 'refusal',
    control: 'punch/5/connect',
    requires: ['PUNCH-5.1-1', 'PUNCH-5.1-2'],
    level: 'should',
    title: 'GET connect of a session returns 401 without a token',
    why: 'Anybody who guesses a name gets connection strings of the session.',
    async run({ punch, expect }) {
      const { session } = await goodOne(punch);
      const path = `${sessionPath(session.name)}/connect`;
      expectStatus(expect, await punch.http({ method: 'GET', path }), 401);
    },
  }),
  punchCase({
    id: 'punch/5.1/code',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-5.1-2', 'PUNCH-5.1-3'],
    title: 'the 401 to a GET without a token has the code AUTH_FAILED in error',
    why: 'A client that looks for the code cannot tell a bad token from another error.',
    async run({ punch, expect }) {
      const { session } = await goodOne(punch);
      const answer = await punch.http({ method: 'GET', path: sessionPath(session.name) });
      needStatus(answer, 401, 'a GET without a token');
      expectCode(expect, punch, answer, 'AUTH_FAILED');
    },
  }),
  punchCase({
    id: 'punch/5.1/scheme',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-5.1-1'],
    title: 'a token under another scheme than Bearer returns 401',
    why: 'A broker that ignores the scheme accepts credentials that browsers add by themselves.',
    async run({ punch, expect }) {
      const { session, good } = await goodOne(punch);
      const path = sessionPath(session.name);
      for (const scheme of ['Basic', 'Token', '']) {
        const headers = { Authorization: `${scheme} ${good}`.trim() };
        expectStatus(expect, await punch.http({ method: 'GET', path, headers }), 401);
      }
    },
  }),
  punchCase({
    id: 'punch/5.1/not-in-the-query',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-5.1-1'],
    title: 'a token in the query of a GET returns 401',
    why: 'Query strings stand in logs and histories: a token there leaks.',
    async run({ punch, expect }) {
      const { session, good } = await goodOne(punch);
      const path = `${sessionPath(session.name)}?t=${good}`;
      expectStatus(expect, await punch.http({ method: 'GET', path }), 401);
    },
  }),
  ...forged.map((forgery) => asCase('header', forgery)),
  ...forged.map((forgery) => asCase('upgrade', forgery)),
  punchCase({
    id: 'punch/7/text-dialect',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-7-9'],
    level: 'may',
    title: 'a token under the other reading of what the HMAC covers returns 401',
    why: 'A broker that accepts both readings accepts two signatures for one payload.',
    async run({ punch, expect, clock }) {
      const { session } = await goodOne(punch);
      await needSecret(punch);
      const other = punch.mintOther({ session: session.name, role: 'admin', stream: null, exp: soon(clock) });
      if (other === undefined)
        throw new Unclaimed('this case needs the signing secret: give it with --secret');
      expectStatus(expect, await shown(punch, session, other), 401);
      expectStatus(expect, await opened(punch, session, other), 401);
    },
  }),
  punchCase({
    id: 'punch/7/shape',
    expects: 'service',
    requires: ['PUNCH-7-1', 'PUNCH-7-2', 'PUNCH-7-4', 'PUNCH-7-5', 'PUNCH-7-7', 'PUNCH-7-8'],
    title: 'tokens that the deployment hands out have the shape of section 7',
    why: 'Peers and tools that read the token cannot find its session, stream or expiry.',
    async run({ punch, expect, clock }) {
      const { name, answer } = await punch.lobby();
      const texts = handedOut(answer.json);
      if (texts.length === 0) throw new Unreachable('the 201 has no token: see punch/5/create');
      for (const text of texts) {
        const shaped = /^p_[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/.test(text);
        expect.that('the token has three parts, base64url', shaped, {
          expected: 'p_PAYLOAD.SIGNATURE, base64url',
          observed: text,
        });
        const { session, role, stream, exp } = readablePayload(text) ?? {};
        expect.equal('session', session ?? null, name);
        expect.that('role is admin or peer', role === 'admin' || role === 'peer', {
          expected: 'admin or peer',
          observed: role ?? null,
        });
        const bound = role === 'admin' ? stream === null : typeof stream === 'string';
        expect.that('stream is null in an admin token, and only there', bound, {
          expected: role === 'admin' ? null : 'the name of a stream',
          observed: stream === undefined ? 'no member stream' : stream,
        });
        const isSeconds = typeof exp === 'number' && exp > clock.now() / 1000 && exp < MILLISECONDS;
        expect.that('exp is in seconds and not over', isSeconds, {
          expected: 'a time to come, in seconds since 1970',
          observed: exp ?? null,
        });
      }
      expectLinksForPeers(expect, texts, linkedIn(answer.json));
    },
  }),
  punchCase({
    id: 'punch/7/secret-not-shown',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-7-14'],
    title: 'no answer contains the signing secret',
    why: 'A reader of the answer can mint admin tokens for every session.',
    async run({ punch, expect }) {
      const { session, good } = await goodOne(punch);
      await needSecret(punch);
      const leak = punch.textWithSecret([
        session.answer.text,
        (await shown(punch, session, good)).text,
        (await punch.http({ method: 'GET', path: '/api/health' })).text,
      ]);
      expect.that('no answer carries the secret', leak === undefined, {
        expected: 'no answer with the signing secret',
        observed: leak === undefined ? 'none' : 'an answer with it',
      });
    },
  }),
];
