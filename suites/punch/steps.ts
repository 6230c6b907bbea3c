/** What nearly every case of this suite does first: blocked, not failed, when that alone does not come off. */
import { type CaseFields, defineCase, Lost, type Sorted, Unclaimed, Unreachable } from '../case.js';
import type { Case, Expect, JsonObject } from '../model.js';
import type { Absent, HttpAnswer, PunchPort, PunchSession, PunchSocket, PunchStream } from './port.js';
import { findTokenTexts } from './tokens_in.js';

/** Waiting for the creation budget of a deployment takes most of this. */
const DEADLINE = 150_000;

export const punchCase = (definition: Omit<CaseFields<'punch'>, 'ports'> & Sorted): Case =>
  defineCase({ ports: ['punch'], deadline: DEADLINE + (definition.waits ?? 0), ...definition });

export interface Coordinates {
  readonly ip: string;
  readonly port: number;
}

export const first: Coordinates = { ip: '10.11.12.13', port: 20_101 };
export const second: Coordinates = { ip: '10.21.22.23', port: 20_202 };
export const third: Coordinates = { ip: '10.31.32.33', port: 20_303 };

/** With the members that are taken here: that we send others is our decision, and no fault of who refuses them. */
export function register(socket: PunchSocket, { ip, port }: Coordinates, more: JsonObject = {}): void {
  const known: JsonObject = { ip, localPort: port };
  const members = Object.entries(known).filter(([name]) => socket.wording.register.includes(name));
  socket.send({ type: 'register', port, ...Object.fromEntries(members), ...more });
}

export function reportSrt(socket: PunchSocket, state: 'connecting' | 'connected'): void {
  const { status } = socket.wording;
  if (status.length === 0) return;
  socket.send({ type: 'status', ...Object.fromEntries(status.map((name) => [name, state])) });
}

export interface Pair {
  readonly a: PunchSocket;
  readonly b: PunchSocket;
  readonly session: PunchSession;
  readonly stream: string;
  readonly token: string;
}

/** Two peers of one stream, connected and silent. */
export async function twoPeers(punch: PunchPort): Promise<Pair> {
  const { session, stream, token } = await punch.stream();
  const a = await punch.open(session.name, token);
  const b = await punch.open(session.name, token);
  return { a, b, session, stream, token };
}

/** Two peers of one stream that registered, the first well before the second. */
export async function registered(punch: PunchPort): Promise<Pair> {
  const pair = await twoPeers(punch);
  register(pair.a, first);
  await settled(pair.a);
  register(pair.b, second);
  return pair;
}

/** Two peers that were introduced to each other. */
export async function matched(punch: PunchPort): Promise<Pair & { toA: JsonObject; toB: JsonObject }> {
  const pair = await registered(punch);
  const toA = await need(pair.a, 'peer');
  const toB = await need(pair.b, 'peer');
  return { ...pair, toA, toB };
}

export async function need(socket: PunchSocket, type: string, from = 0): Promise<JsonObject> {
  const message = await socket.next(type, { from });
  if (!came(message))
    throw new Unreachable(`this case needs a ${type} message, and received ${nothing[message]}`);
  return message;
}

/** A message, and not its absence. */
export const came = (message: JsonObject | Absent): message is JsonObject => typeof message !== 'string';

/** As a failure shows what was received when nothing was. */
export const nothing: Readonly<Record<Absent, string>> = { silent: 'silence', closed: 'a close' };

/** A message of this type has to come to this socket. `to` names who is told. */
export async function expectMessage(
  expect: Expect,
  socket: PunchSocket,
  type: string,
  to: string,
  from = 0,
): Promise<JsonObject> {
  const message = await socket.next(type, { from });
  expect.that(`${to} receives a ${type} message`, came(message), {
    expected: `a ${type} message`,
    observed: came(message) ? `a ${type} message` : nothing[message],
  });
  return came(message) ? message : {};
}

/** None of these sockets has heard a message of this type. */
export function expectNone(expect: Expect, type: string, ...sockets: readonly PunchSocket[]): void {
  const heard = sockets.flatMap((socket) => socket.heard).find(({ message }) => message?.['type'] === type);
  expect.that(`no ${type} message is received`, heard === undefined, {
    expected: `no ${type} message`,
    observed: heard?.text ?? 'none',
  });
}

/** A rejection: any 4xx. */
export const isRejected = ({ status }: { readonly status: number }): boolean => status >= 400 && status < 500;

export function expectRejected(expect: Expect, answer: HttpAnswer): void {
  expect.that('the answer is a 4xx', isRejected(answer), { expected: '4xx', observed: answer.status });
}

/** A 201 that hands out an admin token of the session with this name. */
export function expectCreated(expect: Expect, answer: HttpAnswer, name: string): void {
  expectStatus(expect, answer, 201);
  const found = findTokenTexts(answer.json).filter(
    ({ role, session }) => role === 'admin' && session === name,
  );
  expect.that('the body has an admin token of the session', found.length > 0, {
    expected: 'an admin token of this session',
    observed: found.length > 0 ? 'one' : 'none',
  });
}

/**
 * Everything sent so far has been seen to on the other side, and its answers are here. Blocked where the other side
 * answers nothing: what did not come by then may still come.
 */
export async function settled(socket: PunchSocket): Promise<void> {
  const from = socket.heard.length;
  if (socket.wording.keepAlive) socket.send({ type: 'punch.ping' });
  const frame = await socket.ping();
  // A server that puts messages off answers the frame first; whether it answers punch.ping at all is its own affair.
  const message = await socket.next('punch.pong', { from, within: OVERTAKEN });
  if (frame === 'silent' && message === 'silent')
    throw new Unreachable('neither pings nor punch.ping are answered');
}

const OVERTAKEN = 400;

/** What could be asked; undefined where it could not, or where no answer came. */
export async function ifReached<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Unclaimed || error instanceof Lost)) throw error;
    return undefined;
  }
}

export const has = (socket: PunchSocket, type: string): boolean =>
  socket.heard.some(({ message }) => message?.['type'] === type);

export const count = (socket: PunchSocket, type: string): number =>
  socket.heard.filter(({ message }) => message?.['type'] === type).length;

/** Whether one of these addresses or ports stands in a text, and not only within a longer number or word. */
export const shows = (text: string, ...coordinates: readonly Coordinates[]): boolean =>
  coordinates.some(({ ip, port }) => {
    const pattern = `(?<![\\w.-])(?:${ip.replaceAll('.', '\\.')}|${port})(?![\\w-])`;
    return new RegExp(pattern).test(text);
  });

export function expectStatus(
  expect: Expect,
  answer: Pick<HttpAnswer, 'status'>,
  ...allowed: readonly number[]
): void {
  expect.that(`the status is ${allowed.join(' or ')}`, allowed.includes(answer.status), {
    expected: [...allowed],
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

/** RFC 8.1 is where the code of 5.1 stands. */
export function expectCode(expect: Expect, answer: HttpAnswer, code: string): void {
  const observed = member(answer, 'error');
  expect.equal('error carries the code', typeof observed === 'string' ? observed : null, code);
}

/** Whatever is concluded from the secret counts only where a right token that was minted with it is taken. */
export async function needSecret(punch: PunchPort): Promise<void> {
  const taken = await punch.takesMinted();
  if (taken === undefined) throw new Unclaimed('it takes the signing secret: see --secret');
  if (!taken) throw new Unreachable("the secret is not this deployment's");
}

/** A token that is well signed, whatever it says. */
export async function minted(punch: PunchPort, claims: JsonObject): Promise<string> {
  await needSecret(punch);
  return punch.mint(claims) ?? '';
}

/** Blocks where not even the health endpoint answers as a broker does: that is for 5 to say. */
export async function needHealth(punch: PunchPort): Promise<HttpAnswer> {
  const answer = await punch.http({ method: 'GET', path: '/api/health' });
  needStatus(answer, 200, 'GET /api/health');
  if (typeof member(answer, 'version') !== 'string')
    throw new Unreachable('GET /api/health names no version');
  return answer;
}

/** Blocks where another status came: that is for the case of this one to say. */
export function needStatus({ status }: { readonly status: number }, wanted: number, what: string): void {
  if (status !== wanted) throw new Unreachable(`${what} was answered ${status}, not ${wanted}`);
}

/** Blocks where a WebSocket stayed open: whether it has to be closed is for another case to say. */
export function needCode(code: number | 'open'): number {
  if (code === 'open') throw new Unreachable('the WebSocket was not closed');
  return code;
}

/** RFC 8.2: what 1.0.0 closes with. */
export const isKnownCode = (code: number): boolean => code === 1000 || code === 1011;

/** A WebSocket that may stay open closes, if at all, with a code of 8.2. */
export function expectKnownCode(expect: Expect, code: number | 'open'): void {
  expect.that('the close code is 1000 or 1011', code === 'open' || isKnownCode(code), {
    expected: '1000, 1011 or no close',
    observed: code,
  });
}

export const sessionPath = (name: string): string => `/api/session/${name}`;

/** Codes that RFC 6455 itself gives to broken frames; everything else is for RFC 8.2. */
export const framing = [1002, 1003, 1007, 1009];

/** Two sessions see one another's secrets nowhere: this is the other one, with streams for the cases that need it. */
export const secondSession = (punch: PunchPort): Promise<PunchSession> =>
  punch.shared('second', async () => ({ latency: 321, streams: ['north', 'south', 'west', 'up', 'down'] }));

/** Blocks where not even two plain peers meet: that is for the cases of 6.2 to say. */
export async function meets(punch: PunchPort): Promise<void> {
  const met = await punch.scenario('two plain peers meet', async () => {
    const { a, b } = await registered(punch);
    const [toA, toB] = [await a.next('peer'), await b.next('peer')];
    return came(toA) && toA['port'] === second.port && came(toB) && toB['port'] === first.port;
  });
  if (!met) throw new Unreachable('not even two plain peers are introduced to each other');
}

/** What was reached a moment ago and no longer is, after harm, is no bad luck: it fails. */
export async function stillReached<T>(expect: Expect, reach: () => Promise<T>): Promise<T> {
  try {
    return await reach();
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Lost)) throw error;
    expect.that('the target still answers', false, { expected: 'an answer', observed: error.message });
    throw error;
  }
}

/** After harm to one connection: a pair still meets on another stream, which was there before. */
export async function expectService(
  expect: Expect,
  punch: PunchPort,
  { session, token }: PunchStream,
): Promise<void> {
  const join = async (): Promise<PunchSocket> => {
    const upgraded = await stillReached(expect, () => punch.upgrade({ session: session.name, token }));
    if (upgraded.socket) return upgraded.socket;
    if (upgraded.status === 429) throw new Unreachable('other peers are rate-limited');
    expect.equal('other peers are still let in', upgraded.status, 101);
    throw new Unreachable('a 101 without a WebSocket');
  };
  const [a, b] = [await join(), await join()];
  register(a, first);
  register(b, second);
  await expectMessage(expect, b, 'peer', 'another peer');
}
