import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { endAfter, linkOf } from './link.js';
import type { BrokerOptions } from './settings.js';
import { peerOf, testSession, testSettings } from './testing/broker.js';

const servers: WebSocketServer[] = [];
const clients: WebSocket[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.terminate();
  for (const server of servers.splice(0)) server.close();
});

async function linked(options: BrokerOptions = {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  servers.push(server);
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  clients.push(client);
  const heard: string[] = [];
  client.on('message', (data) => heard.push(data.toString()));
  const [[socket]] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
  const settings = testSettings(options);
  const parts = { socket: socket as WebSocket, claims: peerOf(), session: testSession() };
  const link = linkOf(settings, { ...parts, address: '::ffff:192.0.2.1' });
  const closed = once(client, 'close').then(([code, reason]) => [code, String(reason)]);
  return { ...settings, link, client, socket: parts.socket, heard, closed };
}

it('shows an IPv4 address as such', async () => {
  expect((await linked()).link.address).toBe('192.0.2.1');
});

it('sends messages as JSON, and then the close code of their end', async () => {
  const { link, heard, closed } = await linked();
  link.send({ type: 'punch.pong' });
  link.send({ type: 'start' });
  link.close('dead');
  expect([await closed, heard]).toEqual([
    [1011, 'dead'],
    ['{"type":"punch.pong"}', '{"type":"start"}'],
  ]);
});

it('sends nothing on a WebSocket that is closed', async () => {
  const { link, heard, closed } = await linked();
  link.close('deleted');
  link.send({ type: 'start' });
  expect([await closed, heard]).toEqual([[1000, 'deleted'], []]);
});

it('cuts a peer off that answers no close, and waits for nobody who has gone', async () => {
  const { link, clock, client, socket } = await linked();
  client.pause();
  link.close('deleted');
  expect(clock.waiting).toBe(1);
  const gone = once(socket, 'close');
  clock.advance(5000);
  await gone;
  expect(clock.waiting).toBe(0);
  endAfter({ ...testSettings(), clock }, socket, 1000);
  expect(clock.waiting).toBe(0);
});

it('forgets the timer of a peer that answers the close', async () => {
  const { link, clock, closed, socket } = await linked();
  const gone = once(socket, 'close');
  link.close('deleted');
  await Promise.all([closed, gone]);
  expect(clock.waiting).toBe(0);
});

it('keeps the order of what it sends late', async () => {
  const { link, clock, heard, closed } = await linked({ jitter: 100 });
  const texts = Array.from({ length: 20 }, (_, at) => String(at));
  for (const stream of texts) link.send({ type: 'peer_match', stream, peers: [] });
  link.close('deleted');
  expect(heard).toEqual([]);
  clock.advance(100);
  await closed;
  expect(heard.map((text) => JSON.parse(text).stream)).toEqual(texts);
});

it('leaves a WebSocket open, or closes it behind a message, when the rules say so', async () => {
  const { rules } = testSettings();
  const open = await linked({ rules: { ...rules, closeCode: () => undefined } });
  open.link.close('deleted');
  expect([open.socket.readyState, open.clock.waiting]).toEqual([WebSocket.OPEN, 0]);
  const last = await linked({
    rules: { ...rules, closesAfter: ({ type }) => (type === 'start' ? 4000 : undefined) },
  });
  last.link.send({ type: 'start' });
  expect([(await last.closed)[0], last.heard]).toEqual([4000, ['{"type":"start"}']]);
});

it('lets other messages pass one that is held back', async () => {
  const { rules } = testSettings();
  const heldBack: typeof rules.heldBack = ({ type }) => (type === 'punch.pong' ? 50 : 0);
  const { link, clock, client, heard } = await linked({ rules: { ...rules, heldBack } });
  link.send({ type: 'punch.pong' });
  link.send({ type: 'start' });
  await once(client, 'message');
  const next = once(client, 'message');
  clock.advance(50);
  await next;
  expect(heard).toEqual(['{"type":"start"}', '{"type":"punch.pong"}']);
});
