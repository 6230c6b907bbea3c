import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createBrokerage } from './brokerage.js';
import { endRaw } from './listener.js';
import type { BrokerOptions } from './settings.js';
import { createSockets } from './sockets.js';
import { testSettings } from './testing/broker.js';

const servers: Server[] = [];
const clients: WebSocket[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.terminate();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serving(options: BrokerOptions = {}) {
  const settings = testSettings(options);
  const brokerage = createBrokerage(settings);
  const session =
    brokerage.create({ name: 'show', streams: ['main'], latency: 1, ttl: 600 }) ?? expect.unreachable();
  let crashes = 0;
  const sockets = createSockets(settings, brokerage, {
    finish: (socket, answer) => endRaw(socket, answer),
    welcome: () => ({ 'X-Welcome': 'yes' }),
    crash: () => {
      crashes += 1;
    },
  });
  const server = createServer();
  servers.push(server);
  server.on('upgrade', sockets.upgrade);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const token = brokerage.token(session, 'main');
  const open = async (path = `/api/ws/show?t=${token}`) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    clients.push(socket);
    const heard: { code?: string }[] = [];
    socket.on('message', (data) => heard.push(JSON.parse(data.toString())));
    await once(socket, 'open');
    return { socket, heard, closed: once(socket, 'close').then(([code]) => code) };
  };
  const upgrade = async (
    path: string,
    more = 'Upgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n',
  ) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (part) => {
      text += part;
    });
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`,
    );
    await once(socket, 'close');
    return Number(text.split(' ')[1]);
  };
  return {
    ...settings,
    brokerage,
    session,
    sockets,
    token,
    open,
    upgrade,
    get crashes() {
      return crashes;
    },
  };
}

describe('an upgrade', () => {
  it.each([
    ['without a token', () => '/api/ws/show', 401],
    ['with a token that cannot be decoded', () => '/api/ws/show?t=p_a.b', 401],
    ['with the token of another session', (token: string) => `/api/ws/other?t=${token}`, 401],
    ['of another path', (token: string) => `/api/show?t=${token}`, 404],
    ['of a name that cannot be decoded', (token: string) => `/api/ws/%zz?t=${token}`, 404],
    ['of a name with a slash', (token: string) => `/api/ws/show/a?t=${token}`, 404],
  ])('%s is answered before the 101', async (_what, pathOf, status) => {
    const { upgrade, token, sockets } = await serving();
    expect([await upgrade(pathOf(token)), sockets.open]).toEqual([status, 0]);
  });

  it('to another protocol, or without its key, is answered 400', async () => {
    const { upgrade, token } = await serving();
    const path = `/api/ws/show?t=${token}`;
    expect(await upgrade(path, 'Upgrade: h2c\r\n')).toBe(400);
    expect(await upgrade(path, 'Upgrade: websocket\r\n')).toBe(400);
  });

  it('to a session that has gone is answered 404', async () => {
    const { upgrade, token, brokerage, session } = await serving();
    brokerage.close(session, 'deleted');
    expect(await upgrade(`/api/ws/show?t=${token}`)).toBe(404);
  });

  it('beyond the limit of WebSockets is answered 503', async () => {
    const { upgrade, open, token } = await serving({ limits: { sockets: 1 } });
    await open();
    expect(await upgrade(`/api/ws/show?t=${token}`)).toBe(503);
  });
});

it('hands messages to the state machine, and rejects binary frames', async () => {
  const { open, session } = await serving();
  const { socket, heard } = await open();
  socket.send('{"type":"punch.ping"}');
  await once(socket, 'message');
  socket.send(Buffer.of(1, 2, 3));
  await once(socket, 'message');
  expect(heard).toEqual([
    { type: 'punch.pong' },
    { type: 'error', code: 'INVALID_MESSAGE', message: 'messages are text' },
  ]);
  expect(session.members.size).toBe(1);
});

it('answers a ping with its payload, and takes it for a sign of life', async () => {
  const { open, clock, session } = await serving();
  const { socket } = await open();
  clock.advance(1000);
  socket.ping('here');
  const [payload] = await once(socket, 'pong');
  expect([String(payload), [...session.members][0]?.seen]).toEqual(['here', clock.now()]);
});

it('pings its peers at its interval', async () => {
  const { open, clock } = await serving();
  const { socket } = await open();
  const pinged = once(socket, 'ping');
  clock.advance(30_000);
  await pinged;
});

it.each([1000, 1001])('answers a peer that closes with %i by 1000, and forgets it', async (code) => {
  const { open, brokerage } = await serving();
  const { socket, closed } = await open();
  socket.close(code);
  expect(await closed).toBe(1000);
  await expect.poll(() => brokerage.counts.members).toBe(0);
});

it.each([
  ['a message above its limit', (socket: WebSocket) => socket.send('x'.repeat(20_000))],
  ['text that is not UTF-8', (socket: WebSocket) => socket.send(Buffer.of(0xff), { binary: false })],
])('closes with 1011 for %s, and goes on', async (_what, send) => {
  const one = await serving();
  const { socket, closed } = await one.open();
  send(socket);
  expect([await closed, one.crashes]).toEqual([1011, 0]);
  await one.open();
});

it('crashes where the rules do not survive a broken frame', async () => {
  const { rules } = testSettings();
  const one = await serving({ rules: { ...rules, survives: () => false } });
  const { socket, closed } = await one.open();
  socket.send('x'.repeat(20_000));
  await closed;
  expect(one.crashes).toBe(1);
});

it('closes a peer with 1011 when the state machine has a defect, and logs its class', async () => {
  const { rules } = testSettings();
  const touch = () => {
    throw new TypeError('the secret is hunter2');
  };
  const { open, logged } = await serving({ rules: { ...rules, touch } });
  const { socket, closed } = await open();
  socket.send('{"type":"punch.ping"}');
  expect(await closed).toBe(1011);
  expect(logged.at(-1)).toEqual({ event: 'fault', detail: 'TypeError' });
});

it('closes all peers with 1000 at its end', async () => {
  const { open, sockets } = await serving();
  const { closed } = await open();
  sockets.stop();
  expect(await closed).toBe(1000);
});
