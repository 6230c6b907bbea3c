import { Unclaimed, Unreachable } from '../case.js';
import type { Case, Expect } from '../model.js';
import {
  expectCode,
  expectErrorBody,
  isOfFront,
  isRejected,
  member,
  needHealth,
  needOwn,
} from './answers.js';
import { allHandled, expectMessage, first, matched, register, third } from './peers.js';
import type { HttpAnswer, HttpRequest, PunchPort } from './port.js';
import { refusals } from './refusals.js';
import { expectKnownCode, needCode, punchCase, sessionPath } from './steps.js';

const ofRefusals = refusals.map(({ status, what, why, answersOf, ...when }) =>
  punchCase({
    id: `punch/8.1/body-${status}`,
    expects: 'refusal',
    requires: ['PUNCH-8.1-1'],
    title: `${what} has a JSON body with error and message`,
    why: why.body,
    ...when,
    async run({ punch, expect }) {
      for (const answer of await answersOf(punch)) expectErrorBody(expect, answer);
    },
  }),
);

/** Errors that come from the router of a broker, and often in the form of its framework. */
const ofRouter = (slug: string, title: string, request: HttpRequest): Case =>
  punchCase({
    id: `punch/8.1/body-${slug}`,
    expects: 'refusal',
    control: 'punch/5/health',
    requires: ['PUNCH-8.1-1'],
    title: `${title} has a JSON body with error and message`,
    why: 'A client that parses each error meets the text or HTML of a web framework, and shows a syntax error instead of the reason.',
    async run({ punch, expect }) {
      await needHealth(punch);
      const answer = await punch.http(request);
      if (!isRejected(answer)) throw new Unclaimed(`the answer is ${answer.status}, not 4xx`);
      expectErrorBody(expect, needOwn(answer));
    },
  });

/** One error of each kind that costs no creation. */
const errorsOf = (punch: PunchPort): Promise<readonly HttpAnswer[]> =>
  punch.scenario('one error of each kind', async (punch) => {
    const session = await punch.lobby();
    const path = sessionPath(session.name);
    const refusedUpgrade = await punch.upgrade({ session: session.name, token: 'none' });
    const seen = [
      await punch.http({ method: 'GET', path }),
      await punch.http({ method: 'GET', path, token: 'p_none.none' }),
      await punch.http({ method: 'POST', path: '/api/session', body: '{' }),
      ...(refusedUpgrade.answer ? [refusedUpgrade.answer] : []),
    ];
    const errors = seen.filter(
      (answer) => answer.status === 401 || (answer.status >= 400 && !isOfFront(answer)),
    );
    if (errors.length === 0) throw new Unreachable('this broker rejected no request');
    return errors;
  });

const known: readonly string[] = [
  'AUTH_FAILED',
  'SESSION_EXISTS',
  'TURNSTILE_FAILED',
  'RATE_LIMITED',
  'SESSION_NOT_FOUND',
  'INVALID_REQUEST',
  'SERVER_ERROR',
];

function expectOneOf(expect: Expect, answer: HttpAnswer, codes: readonly string[]): void {
  const code = String(member(answer, 'error'));
  expect.that(`the code of the ${answer.status} is enumerated`, codes.includes(code), {
    expected: [...codes],
    observed: code,
  });
}

export const errors: readonly Case[] = [
  punchCase({
    id: 'punch/8.1/body',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-8.1-1'],
    title: '401 and 400 answers, those of upgrades too, have a JSON body with error and message',
    why: 'A client cannot tell its user what went wrong.',
    async run({ punch, expect }) {
      for (const answer of await errorsOf(punch)) expectErrorBody(expect, answer);
    },
  }),
  ...ofRefusals,
  ofRouter('unknown-path', 'a 404 for a path that does not exist', {
    method: 'GET',
    path: '/api/nowhere',
  }),
  ofRouter('unknown-method', 'a 4xx for a method that the endpoint does not have', {
    method: 'PATCH',
    path: '/api/health',
  }),
  punchCase({
    id: 'punch/8.1/code',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-8.1-2'],
    title: 'every 401, those of upgrades too, has the code AUTH_FAILED in error',
    why: 'A peer that is turned away does not ask for a new link, because it cannot tell why.',
    async run({ punch, expect }) {
      const errors = (await errorsOf(punch)).filter(({ status }) => status === 401);
      if (errors.length === 0) throw new Unreachable('this broker answers nothing with 401');
      for (const answer of errors) {
        const code = member(answer, 'error');
        if (typeof code !== 'string') throw new Unreachable('error is not text');
        expectCode(expect, punch, answer, 'AUTH_FAILED');
      }
    },
  }),
  punchCase({
    id: 'punch/8.1/enumeration',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-8.1-2'],
    level: 'may',
    title: 'each error code is one that is known (advisory: the list is partly ours)',
    why: 'A client that switches on the code falls through for one that it does not know.',
    async run({ punch, expect }) {
      for (const answer of await errorsOf(punch)) expectOneOf(expect, answer, known);
    },
  }),
  punchCase({
    id: 'punch/8.1/enumeration-given',
    expects: 'refusal',
    control: 'punch/5/query',
    requires: ['PUNCH-8.1-2'],
    title: 'each error code is one that Error.error of the given openapi.yaml enumerates',
    why: 'A generated client rejects the error itself, and its user never sees the reason.',
    async run({ punch, expect }) {
      const { errorCodes, openapi } = punch.description;
      if (!openapi.isGiven) throw new Unclaimed('no openapi.yaml was given: add --openapi FILE');
      if (!errorCodes) throw new Unclaimed('the given openapi.yaml enumerates no codes in Error.error');
      for (const answer of await errorsOf(punch)) expectOneOf(expect, answer, errorCodes);
    },
  }),
  punchCase({
    id: 'punch/8.2/third-peer-code',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-8.2-3'],
    title: 'a third peer is closed with 1000 or 1011, or stays open',
    why: 'A client of 1.0.0 has no rule for 4xxx codes, and later versions give them other meanings.',
    async run({ punch, expect }) {
      const { session, token } = await matched(punch);
      const c = await punch.open(session.name, token);
      register(c, third);
      await allHandled(c);
      expectKnownCode(expect, await c.ended(300));
    },
  }),
  punchCase({
    id: 'punch/8.2/invalid-message-code',
    expects: 'refusal',
    control: 'punch/6.2/peer-second',
    requires: ['PUNCH-8.2-3'],
    title: 'each of two invalid messages closes with 1000 or 1011, or leaves the WebSocket open',
    why: 'A client of 1.0.0 has no rule for 4xxx codes, and later versions give them other meanings.',
    async run({ punch, expect }) {
      const { session, token } = await punch.stream();
      const socket = await punch.open(session.name, token);
      for (let i = 0; i < 2; i++) {
        socket.send('{"type":');
        await allHandled(socket);
      }
      expectKnownCode(expect, await socket.ended(300));
    },
  }),
  punchCase({
    id: 'punch/8.2/error-before-close',
    expects: 'refusal',
    control: 'punch/6.2/peer-first',
    requires: ['PUNCH-8.2-6'],
    title: 'a third peer that is closed receives an error message before',
    why: 'A client that is closed without a word reconnects again and again.',
    async run({ punch, expect }) {
      const { session, token } = await matched(punch);
      const c = await punch.open(session.name, token);
      register(c, first);
      // A broker that leaves the third peer open closes nothing: punch/2/third-peer judges it.
      if ((await c.next('error')) === 'silent') needCode('open');
      await expectMessage(expect, c, 'error', 'the third peer');
    },
  }),
];
