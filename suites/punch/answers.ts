/** Reads HTTP answers, and checks what they must have. */
import { rejectionOf } from '../../reference/bytes/error.js';
import { token } from '../../reference/punch/token.js';
import { Unclaimed, Unreachable } from '../case.js';
import type { Expect } from '../model.js';
import type { HttpAnswer, PunchPort } from './port.js';
import { findTokenTexts, handedOut } from './tokens_in.js';

/** A rejection: any 4xx. */
export const isRejected = ({ status }: { readonly status: number }): boolean => status >= 400 && status < 500;

export function expectRejected(expect: Expect, answer: HttpAnswer): void {
  expect.that('the answer is a 4xx', isRejected(answer), { expected: '4xx', observed: answer.status });
}

/** A 201 with an admin token for the session of this name. */
export function expectCreated(expect: Expect, answer: HttpAnswer, name: string): void {
  expectStatus(expect, answer, 201);
  const found = findTokenTexts(answer.json).filter(
    ({ role, session }) => role === 'admin' && session === name,
  );
  expect.that('the body has an admin token of the session', found.length > 0, {
    expected: 'an admin token of this session',
    observed: found.length > 0 ? 'one' : (unreadableIn(answer) ?? 'none'),
  });
}

/** Says what is wrong with a text that has the form of a token and is none, which looks like no token at all. */
function unreadableIn({ json }: HttpAnswer): string | undefined {
  const [wrong] = handedOut(json).flatMap((text) => rejectionOf(() => token.decode(text)) ?? []);
  return wrong === undefined ? undefined : `a token that cannot be read: ${wrong.code}, see punch/7/shape`;
}

export function expectStatus(
  expect: Expect,
  answer: Pick<HttpAnswer, 'status'>,
  ...allowed: readonly number[]
): void {
  expect.that(`the status is ${allowed.join(' or ')}`, allowed.includes(answer.status), {
    expected: allowed.length === 1 ? (allowed[0] ?? null) : [...allowed],
    observed: answer.status,
  });
}

export const member = ({ json }: HttpAnswer, name: string): unknown =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? Reflect.get(json, name) : undefined;

const DEEPEST = 3;

/** A member of the body, or of an object in it: the RFC does not say how a body nests. The outermost one counts. */
export function nested(answer: HttpAnswer, name: string): unknown {
  let level: readonly unknown[] = [answer.json];
  for (let depth = 0; depth <= DEEPEST; depth++) {
    const objects = level.filter(isObject);
    const found = objects.find((object) => Object.hasOwn(object, name));
    if (found) return Reflect.get(found, name);
    level = objects.flatMap((object) => Object.values(object));
  }
  return undefined;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The state of a session. The RFC names the values but not the member, so a `status` with one of them counts, too. */
export function stateIn(answer: HttpAnswer): unknown {
  const state = nested(answer, 'state') ?? nested(answer, 'sessionState');
  if (state !== undefined) return state;
  const status = nested(answer, 'status');
  return states.has(status) ? status : undefined;
}

export const states: ReadonlySet<unknown> = new Set(['WAITING', 'READY', 'CONNECTED', 'RELAYING', 'CLOSED']);

const hasErrorBody = (answer: HttpAnswer): boolean =>
  ['error', 'message'].every((name) => typeof member(answer, name) === 'string');

/**
 * An error of a server in front of the broker, such as a proxy: it has neither the version of RFC 11 nor the body of RFC 8.1,
 * which bind the broker.
 */
export const isOfFront = (answer: HttpAnswer): boolean =>
  answer.status >= 400 && answer.headers['punch-version'] === undefined && !hasErrorBody(answer);

/** Skips an answer of a server in front: punch/11/on-front-answers judges it. */
export function needOwn(answer: HttpAnswer): HttpAnswer {
  if (isOfFront(answer))
    throw new Unclaimed(
      `a server in front of the broker answers ${answer.status}: no Punch-Version, and no JSON with error and message`,
    );
  return answer;
}

export function expectErrorBody(expect: Expect, answer: HttpAnswer): void {
  expect.that(`the ${answer.status} has error and message`, hasErrorBody(answer), {
    expected: 'JSON with error and message',
    observed: answer.text.slice(0, 200),
  });
}

/**
 * RFC 8.1 says where the code of 5.1 must be. If the openapi.yaml of the deployment lists other codes, it takes precedence
 * over the RFC (Status of This Document).
 */
export function expectCode(expect: Expect, punch: PunchPort, answer: HttpAnswer, code: string): void {
  const observed = member(answer, 'error');
  const said = typeof observed === 'string' ? observed : null;
  const { errorCodes } = punch.description;
  if (!errorCodes || errorCodes.includes(code)) {
    expect.equal('the code in error', said, code);
    return;
  }
  expect.that('the code in error is one of openapi.yaml', said !== null && errorCodes.includes(said), {
    expected: [...errorCodes],
    observed: said,
  });
}

/** Blocks if GET /api/health does not answer as a broker: the cases of section 5 judge that. */
export async function needHealth(punch: PunchPort): Promise<HttpAnswer> {
  const answer = await punch.http({ method: 'GET', path: '/api/health' });
  needStatus(answer, 200, 'GET /api/health');
  if (typeof member(answer, 'version') !== 'string')
    throw new Unreachable('GET /api/health names no version');
  return answer;
}

/** Blocks on another status: another case judges that. */
export function needStatus({ status }: { readonly status: number }, wanted: number, what: string): void {
  if (status !== wanted) throw new Unreachable(`${what} returned ${status}, not ${wanted}`);
}
