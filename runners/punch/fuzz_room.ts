/** Commands to a room of a broker, a session or a stream of one, and what the RFC wants to come of them. */
import { Unreachable } from '../../suites/case.js';
import type { Context, Expect } from '../../suites/model.js';
import { expectStatus, isRejected } from '../../suites/punch/answers.js';
import { allHandled, came, has, register } from '../../suites/punch/peers.js';
import type { HttpAnswer, PunchPort, PunchSession, PunchSocket } from '../../suites/punch/port.js';
import { sessionPath } from '../../suites/punch/steps.js';
import { type Command, command } from '../fuzz/live_model.js';
import { freshSource } from './fuzz_creations.js';

export interface Member {
  readonly role: 'peer' | 'observer';
  registered: boolean;
  ready: boolean;
  left: boolean;
}

export interface Room {
  /** `unknown`: it is live, and its tokens were not looked at. */
  state: 'free' | 'live' | 'closed' | 'unknown';
  /** It was closed by its TTL, as its tokens were. */
  expired?: boolean;
  members: Member[];
}

export interface Rooms {
  readonly rooms: readonly [Room, Room];
  /** A creation may cost others the budget that they need for a session. */
  readonly creates: boolean;
  /** The broker grants a TTL for whose end a history can wait. */
  readonly expires: boolean;
}

export interface RealRoom {
  readonly name: string;
  session: PunchSession | undefined;
  /** The answer to the creation that used its name again. */
  again?: HttpAnswer;
  /** Of its peers, where the room is a stream. */
  readonly token?: string;
  sockets: PunchSocket[];
}

export interface Real extends Pick<Context, 'clock' | 'expect' | 'random'> {
  readonly punch: PunchPort;
  readonly rooms: readonly [RealRoom, RealRoom];
}

export type Which = 0 | 1;
export type Step = Command<Rooms, Real>;

export const PEERS = 2;
const portOf = (place: number): number => 20_101 + 101 * place;

const sessionOf = ({ session, name }: RealRoom): PunchSession => {
  if (session === undefined) throw new Error(`${name} was never made`);
  return session;
};
const asAdmin = (punch: PunchPort, method: 'GET' | 'DELETE', session: PunchSession): Promise<HttpAnswer> =>
  punch.http({ method, path: sessionPath(session.name), token: session.admin() });
const peersOf = ({ members }: Room): readonly Member[] => members.filter(({ role }) => role === 'peer');
const isWhole = ({ members }: Room): boolean => members.every(({ left }) => !left);

export const create = (n: Which): Step =>
  command(
    `create ${n}`,
    ({ creates }) => creates,
    async ({ rooms }, real) => {
      const room = rooms[n];
      const { name } = real.rooms[n];
      if (room.state === 'free') {
        real.rooms[n].session = await real.punch.session({ name }, freshSource(real));
        room.state = 'live';
        return;
      }
      const answer = await real.punch.create({ name }, freshSource(real));
      const { status } = answer;
      if (status === 429) throw new Unreachable('the creation was answered 429');
      const isTaken = room.state === 'live' || room.state === 'unknown';
      real.expect.equal(
        `POST with a name ${isTaken ? 'in use' : room.expired ? 'of an expired session' : 'of a deleted session'}`,
        status,
        isTaken ? 409 : 201,
      );
      if (isTaken) return;
      room.state = 'unknown';
      real.rooms[n].again = answer;
    },
  );

/** The tokens of an expired session have expired with it, so a broker may look at them first. */
const expectGone = (expect: Expect, answer: HttpAnswer, { expired }: Room): void =>
  expectStatus(expect, answer, 404, ...(expired ? [401] : []));

export const query = (n: Which): Step =>
  command(
    `query ${n}`,
    ({ rooms }) => ['live', 'closed'].includes(rooms[n].state),
    async ({ rooms }, { punch, expect, rooms: real }) => {
      const answer = await asAdmin(punch, 'GET', sessionOf(real[n]));
      if (rooms[n].state === 'live') expectStatus(expect, answer, 200);
      else expectGone(expect, answer, rooms[n]);
    },
  );

export const end = (n: Which): Step =>
  command(
    `delete ${n}`,
    ({ rooms }) => ['live', 'closed'].includes(rooms[n].state),
    async ({ rooms }, { punch, expect, rooms: real }) => {
      const answer = await asAdmin(punch, 'DELETE', sessionOf(real[n]));
      if (rooms[n].state === 'closed') return expectGone(expect, answer, rooms[n]);
      expect.that('DELETE of a live session is 2xx', answer.status >= 200 && answer.status < 300, {
        expected: '2xx',
        observed: answer.status,
      });
      const open = real[n].sockets.filter((_, i) => rooms[n].members[i]?.left === false);
      const codes = await Promise.all(open.map((socket) => socket.ended(punch.patience)));
      expect.equal(
        'the close codes after DELETE',
        codes,
        codes.map(() => 1000),
      );
      rooms[n].state = 'closed';
    },
  );

const mayJoin = ({ state, members }: Room, role: Member['role']): boolean =>
  state === 'closed' ||
  (state === 'live' && members.filter((one) => one.role === role).length < (role === 'peer' ? PEERS : 1));

export const join = (n: Which, role: Member['role']): Step =>
  command(
    `join ${n} as ${role}`,
    ({ rooms }) => mayJoin(rooms[n], role),
    async ({ rooms }, { punch, expect, rooms: real }) => {
      const session = sessionOf(real[n]);
      const token = role === 'peer' ? (real[n].token ?? session.peer()) : session.admin();
      const upgraded = await punch.upgrade({ session: session.name, token });
      if (rooms[n].state === 'closed') {
        const ended = upgraded.socket ? await upgraded.socket.ended(punch.patience) : 'rejected';
        expect.that(
          'an upgrade to a closed session is rejected or closed',
          isRejected(upgraded) || ended !== 'open',
          {
            expected: '4xx, or a close',
            observed: `${upgraded.status}, ${ended}`,
          },
        );
        return;
      }
      expect.equal('the status of an upgrade to a live session', upgraded.status, 101);
      if (!upgraded.socket) return;
      real[n].sockets.push(upgraded.socket);
      rooms[n].members.push({ role, registered: false, ready: false, left: false });
    },
  );

/** All that was sent to those who are still there has arrived. */
async function everyoneHandled({ members }: Room, { sockets }: RealRoom): Promise<void> {
  const here = sockets.filter((_, i) => members[i]?.left === false);
  await Promise.all(here.map((socket) => allHandled(socket)));
}

/**
 * Each peer hears the message, or none has. What is due is waited for: a broker may hand a message on later than it answers
 * a ping.
 */
async function heardByPeers(
  expect: Expect,
  { members }: Room,
  { sockets }: RealRoom,
  type: string,
  due: boolean,
): Promise<void> {
  const peers = sockets.filter((_, i) => members[i]?.role === 'peer');
  const heard = due
    ? (await Promise.all(peers.map((socket) => socket.next(type)))).map(came)
    : peers.map((socket) => has(socket, type));
  const what = due ? `each peer receives a ${type} message` : `no peer receives a ${type} message yet`;
  expect.equal(
    what,
    heard,
    heard.map(() => due),
  );
}

export const registering = (n: Which, place: number): Step =>
  command(
    `register ${n} ${place}`,
    ({ rooms }) => {
      const member = rooms[n].members[place];
      return rooms[n].state === 'live' && member?.role === 'peer' && !member.registered && isWhole(rooms[n]);
    },
    async ({ rooms }, { expect, rooms: real }) => {
      const [room, { sockets }] = [rooms[n], real[n]];
      const before = sockets.map(({ heard }) => heard.length);
      register(sockets[place] as PunchSocket, { ip: `10.11.12.${place + 1}`, port: portOf(place) });
      (room.members[place] as Member).registered = true;
      await allHandled(sockets[place] as PunchSocket);
      await everyoneHandled(room, real[n]);
      const told = await Promise.all(
        sockets.map((socket, i) => socket.next('session', { from: before[i] ?? 0 })),
      );
      expect.equal(
        'each connection receives a session message after register',
        told.map(came),
        told.map(() => true),
      );
      const registered = room.members.flatMap((member, i) => (member.registered ? [i] : []));
      const isMatched = registered.length === PEERS;
      await heardByPeers(expect, room, real[n], 'peer', isMatched);
      if (!isMatched) return;
      const ports = registered.map((i) =>
        sockets[i]?.heard.find(({ message }) => message?.['type'] === 'peer'),
      );
      expect.equal(
        'the port in the peer message of each',
        ports.map((one) => one?.message?.['port'] ?? null),
        registered.toReversed().map(portOf),
      );
    },
  );

export const ready = (n: Which, place: number): Step =>
  command(
    `ready ${n} ${place}`,
    ({ rooms }) => {
      const isMatched = peersOf(rooms[n]).filter(({ registered }) => registered).length === PEERS;
      const member = rooms[n].members[place];
      return (
        rooms[n].state === 'live' &&
        isMatched &&
        member?.role === 'peer' &&
        !member.ready &&
        isWhole(rooms[n])
      );
    },
    async ({ rooms }, { expect, rooms: real }) => {
      const socket = real[n].sockets[place] as PunchSocket;
      socket.send({ type: 'ready' });
      (rooms[n].members[place] as Member).ready = true;
      await allHandled(socket);
      await everyoneHandled(rooms[n], real[n]);
      await heardByPeers(
        expect,
        rooms[n],
        real[n],
        'start',
        peersOf(rooms[n]).every((one) => one.ready),
      );
    },
  );

const isThere = ({ rooms }: Readonly<Rooms>, n: Which, place: number): boolean =>
  rooms[n].state === 'live' && rooms[n].members[place]?.left === false;

export const ping = (n: Which, place: number, payload: string): Step =>
  command(
    `ping ${n} ${place} ${payload}`,
    (model) => isThere(model, n, place),
    async (_model, { expect, rooms: real }) => {
      const pong = await real[n].sockets[place]?.ping(payload);
      const seen = typeof pong === 'object' ? pong.payload : (pong ?? 'no socket');
      expect.equal('the payload of the pong', seen, payload);
    },
  );

export const leave = (n: Which, place: number): Step =>
  command(
    `leave ${n} ${place}`,
    (model) => isThere(model, n, place),
    async ({ rooms }, { rooms: real }) => {
      real[n].sockets[place]?.close();
      (rooms[n].members[place] as Member).left = true;
    },
  );
