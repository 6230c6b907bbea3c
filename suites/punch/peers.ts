/** Peers of a session and their messages. A case is blocked, not failed, if this preparation does not work. */
import { Unreachable } from '../case.js';
import type { Expect, JsonObject } from '../model.js';
import type { Absent, PunchPort, PunchSession, PunchSocket, PunchStream } from './port.js';
import { stillReached } from './steps.js';

export interface Coordinates {
  readonly ip: string;
  readonly port: number;
}

export const first: Coordinates = { ip: '10.11.12.13', port: 20_101 };
export const second: Coordinates = { ip: '10.21.22.23', port: 20_202 };
export const third: Coordinates = { ip: '10.31.32.33', port: 20_303 };

/**
 * A register message that this deployment accepts. The RFC requires only `type` and `port`, so a broker may reject our
 * other members, or require them.
 */
export function registration(
  { messageMembers }: PunchSocket,
  { ip, port }: Coordinates,
  more: JsonObject = {},
): JsonObject {
  const known: JsonObject = { ip, localPort: port };
  const members = Object.entries(known).filter(([name]) => messageMembers.register.includes(name));
  return { type: 'register', port, ...Object.fromEntries(members), ...more };
}

export function register(socket: PunchSocket, coordinates: Coordinates, more: JsonObject = {}): void {
  socket.send(registration(socket, coordinates, more));
}

/** One message for each spelling: a broker may ignore a message that has a member it does not know. */
export function reportSrt(socket: PunchSocket, state: 'connecting' | 'connected'): void {
  for (const name of socket.messageMembers.status) socket.send({ type: 'status', [name]: state });
}

interface Peers {
  readonly a: PunchSocket;
  readonly b: PunchSocket;
}

export interface Pair extends Peers {
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

/** Two peers of this session that registered one right after the other. */
export async function registeredIn(punch: PunchPort, session: PunchSession, stream?: string): Promise<Peers> {
  const token = session.peer(stream);
  const [a, b] = [await punch.open(session.name, token), await punch.open(session.name, token)];
  register(a, first);
  register(b, second);
  return { a, b };
}

/** Two registered peers of one stream. The broker has handled the first one before the second one registers. */
export async function registered(punch: PunchPort): Promise<Pair> {
  const pair = await twoPeers(punch);
  register(pair.a, first);
  await allHandled(pair.a);
  register(pair.b, second);
  return pair;
}

/** Two matched peers. */
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

/** Whether a message came. */
export const came = (message: JsonObject | Absent): message is JsonObject => typeof message !== 'string';

/** How a failure shows that nothing was received. */
export const nothing: Readonly<Record<Absent, string>> = { silent: 'silence', closed: 'a close' };

/** Checks that a message of this type comes to this socket. `to` names the receiver in a failure. */
export async function expectMessage(
  expect: Expect,
  socket: PunchSocket,
  type: string,
  to: string,
  from = 0,
): Promise<JsonObject> {
  return expectCame(expect, await socket.next(type, { from }), type, to);
}

export function expectCame(
  expect: Expect,
  message: JsonObject | Absent,
  type: string,
  to: string,
): JsonObject {
  expect.that(`${to} receives a ${type} message`, came(message), {
    expected: `a ${type} message`,
    observed: came(message) ? `a ${type} message` : nothing[message],
  });
  return came(message) ? message : {};
}

/**
 * The message of this type after the second register message of a peer. The RFC does not describe a second one, so a broker
 * may reject it with an error message or a close, or ignore it (PUNCH-F26).
 */
export async function registerAgain(
  socket: PunchSocket,
  coordinates: Coordinates,
  type: string,
): Promise<JsonObject | 'rejected' | 'silent'> {
  const from = socket.heard.length;
  register(socket, coordinates);
  const answer = await Promise.race([socket.next(type, { from }), socket.next('error', { from })]);
  if (answer === 'closed') return 'rejected';
  return came(answer) && answer['type'] === 'error' ? 'rejected' : answer;
}

/** Checks that a peer message has this port and all members that 6.2 lists. */
export function expectComplete(expect: Expect, peer: JsonObject, port: number): void {
  expect.equal('port', peer['port'] ?? null, port);
  for (const name of ['ip', 'localPort', 'passphrase', 'latency']) {
    expect.that(`the peer message has ${name}`, peer[name] !== undefined, {
      expected: name,
      observed: Object.keys(peer),
    });
  }
}

export function expectOnePassphrase(expect: Expect, toA: JsonObject, toB: JsonObject): void {
  const [one, other] = [toA['passphrase'], toB['passphrase']];
  expect.that('the two passphrases are the same', one !== undefined && one === other, {
    expected: 'one passphrase',
    observed: one === undefined || other === undefined ? 'a peer message without one' : 'two passphrases',
  });
}

/** Checks that none of these sockets has received a message of this type. */
export function expectNone(expect: Expect, type: string, ...sockets: readonly PunchSocket[]): void {
  const heard = sockets.flatMap((socket) => socket.heard).find(({ message }) => message?.['type'] === type);
  expect.that(`no ${type} message is received`, heard === undefined, {
    expected: `no ${type} message`,
    observed: heard?.text ?? 'none',
  });
}

/**
 * Waits until the broker has handled everything that was sent, and its answers have arrived. Blocks if the broker answers no
 * ping, because then the absence of a message proves nothing.
 */
export async function allHandled(...sockets: readonly PunchSocket[]): Promise<void> {
  for (const socket of sockets) await handled(socket);
}

async function handled(socket: PunchSocket): Promise<void> {
  const from = socket.heard.length;
  if (socket.messageMembers.keepAlive) socket.send({ type: 'punch.ping' });
  const frame = await socket.ping();
  // A server that delays messages answers the ping frame first. It need not answer punch.ping.
  const message = await socket.next('punch.pong', { from, within: OVERTAKEN });
  if (frame === 'silent' && message === 'silent')
    throw new Unreachable('neither a ping nor punch.ping is answered');
}

const OVERTAKEN = 400;

export const has = (socket: PunchSocket, type: string, from = 0): boolean =>
  socket.heard.slice(from).some(({ message }) => message?.['type'] === type);

export const count = (socket: PunchSocket, type: string): number =>
  socket.heard.filter(({ message }) => message?.['type'] === type).length;

/** Whether a text contains one of these addresses or ports, other than within a longer number or word. */
export const shows = (text: string, ...coordinates: readonly Coordinates[]): boolean =>
  coordinates.some(({ ip, port }) => {
    const pattern = `(?<![\\w.-])(?:${ip.replaceAll('.', '\\.')}|${port})(?![\\w-])`;
    return new RegExp(pattern).test(text);
  });

/** A second shared session, for cases that need another session or named streams. */
export const secondSession = (punch: PunchPort): Promise<PunchSession> =>
  punch.shared('second', async () => ({
    latency: 321,
    streams: ['north', 'south', 'west', 'east', 'up', 'down'],
  }));

/** Blocks if two plain peers are not matched: the cases of 6.2 judge that. */
export async function meets(punch: PunchPort): Promise<void> {
  const met = await punch.scenario('two plain peers meet', async (punch) => {
    const { a, b } = await registered(punch);
    const [toA, toB] = [await a.next('peer'), await b.next('peer')];
    return came(toA) && toA['port'] === second.port && came(toB) && toB['port'] === first.port;
  });
  if (!met) throw new Unreachable('this broker does not match two plain peers');
}

/** Checks after harm to one connection that a pair is still matched on another stream of an existing session. */
export async function expectService(
  expect: Expect,
  punch: PunchPort,
  { session, token }: PunchStream,
): Promise<void> {
  const join = async (): Promise<PunchSocket> => {
    const upgraded = await stillReached(expect, () => punch.upgrade({ session: session.name, token }));
    if (upgraded.socket) return upgraded.socket;
    if (upgraded.status === 429) throw new Unreachable('the upgrade of another peer is answered 429');
    expect.equal('the status of another upgrade', upgraded.status, 101);
    throw new Unreachable('the upgrade returned 101 and no WebSocket opened');
  };
  const [a, b] = [await join(), await join()];
  register(a, first);
  register(b, second);
  await expectMessage(expect, b, 'peer', 'another peer');
}
