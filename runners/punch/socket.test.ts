import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { Lost } from '../../suites/case.js';
import type { PunchSocket } from '../../suites/punch/port.js';
import { ownMessageMembers } from './message_members.js';
import { openSocket } from './socket.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

/** Longer than any test, so that only events decide on a slow machine. */
const patience = 600_000;
const SLOW = { timeout: 180_000 };
const MEGABYTE = 1_000_000;

/** A socket at its own server, and the number of bytes that the server sent before it was cut off. */
async function at(
  say: (socket: WebSocket) => number,
): Promise<{ socket: PunchSocket; said: Promise<number> }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const said = once(server, 'connection').then(async ([socket]: WebSocket[]) => {
    let bytes = 0;
    socket?.on('error', () => {});
    while (socket?.readyState === socket?.OPEN && socket !== undefined && bytes < 400 * MEGABYTE) {
      if (socket.bufferedAmount < 4 * MEGABYTE) bytes += say(socket);
      await nextTurn();
    }
    return bytes;
  });
  const url = new URL(`ws://127.0.0.1:${port}`);
  const upgraded = await openSocket({
    url,
    patience,
    stall: patience,
    options: {},
    record: () => {},
    messageMembers: ownMessageMembers,
  });
  if (!upgraded.socket) throw new Error('no upgrade');
  closers.push(upgraded.socket.close);
  return { socket: upgraded.socket, said };
}

const times = (count: number, say: () => number): number =>
  Array.from({ length: count }, say).reduce((sum, bytes) => sum + bytes, 0);

it('gives up a rejected upgrade whose body never ends', async () => {
  const server = createServer((_request, answer) => {
    const timer = setInterval(() => answer.write('x'), 20);
    answer.on('close', () => clearInterval(timer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  const url = new URL(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const upgrade = openSocket({
    url,
    patience,
    stall: 300,
    options: {},
    record: () => {},
    messageMembers: ownMessageMembers,
  });
  await expect(upgrade).rejects.toThrow('without a complete answer within 300 ms');
});

it('names bytes after the 101 that are not WebSocket frames', async () => {
  const { socket } = await at((server) => {
    const beneath: unknown = Reflect.get(server, '_socket');
    if (beneath instanceof Socket) beneath.write('garbage that is no frame');
    server.terminate();
    return 0;
  });
  await expect(socket.next('session')).rejects.toThrow(/are not WebSocket frames: Invalid WebSocket frame/);
  await expect(socket.next('session')).rejects.toThrow(Lost);
});

describe('a WebSocket that never stops', SLOW, () => {
  it.each<[string, (socket: WebSocket) => number]>([
    [
      'sending large messages',
      (socket) => {
        socket.send('x'.repeat(MEGABYTE));
        return MEGABYTE;
      },
    ],
    [
      'sending messages of countless values',
      (socket) => {
        socket.send(`[${'[],'.repeat(60_000)}0]`);
        return 180_000;
      },
    ],
    [
      'sending tiny messages',
      (socket) =>
        times(1_000, () => {
          socket.send('');
          return 2;
        }),
    ],
    [
      'sending pongs nobody asked for',
      (socket) =>
        times(1_000, () => {
          socket.pong('x'.repeat(100));
          return 100;
        }),
    ],
  ])('%s is cut off, and pending calls get the reason', async (_how, say) => {
    const { socket, said } = await at(say);
    await expect(socket.next('peer')).rejects.toThrow(/more than \d+ bytes of messages/);
    await expect(socket.ended()).rejects.toBeInstanceOf(Lost);
    await expect(socket.ping()).rejects.toBeInstanceOf(Lost);
    expect(() => socket.heard).toThrow(Lost);
    expect(await said).toBeLessThan(40 * MEGABYTE);
  });
});

it('receives all of ten thousand messages', SLOW, async () => {
  let left = 10_000;
  const { socket } = await at((peer) => {
    if (left === 0) return 0;
    left -= 100;
    const bytes = times(100, () => {
      peer.send('{"type":"error","code":"INVALID_MESSAGE","message":"the type is not known"}');
      return 80;
    });
    if (left === 0) peer.send('{"type":"start"}');
    return bytes;
  });
  expect(await socket.next('start')).toEqual({ type: 'start' });
  expect(socket.heard.length).toBe(10_001);
});
