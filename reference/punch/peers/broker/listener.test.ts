import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { Hono } from 'hono';
import { afterEach, expect, it } from 'vitest';
import type { AnsweredRequest } from './answers.js';
import type { App } from './app.js';
import { endRaw, listenTo, upgrading } from './listener.js';
import { literal } from './literal_rules.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening() {
  const asked: AnsweredRequest[] = [];
  const app: App = new Hono();
  app.all('/a', (call) => call.body(call.env.address, 200, { 'X-A': '1' }));
  app.get('/none', (call) => call.body(null, 204));
  const rules: typeof literal = {
    ...literal,
    answer(answer, to) {
      asked.push(to);
      return literal.answer(answer, to);
    },
  };
  const server = listenTo(app, rules, undefined);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const send = async (bytes: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (part) => {
      text += part;
    });
    socket.end(bytes);
    await once(socket, 'close');
    return text;
  };
  return { send, asked };
}
const request = (line: string) => `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;

it('puts requests to the app with the address of the client, and its answers to the last rule', async () => {
  const { send, asked } = await listening();
  const text = await send(request('GET /a?b'));
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(text.toLowerCase()).toContain('punch-version: 1.0.0\r\n');
  expect(text).toMatch(/127\.0\.0\.1/);
  expect(asked).toMatchObject([{ method: 'GET', path: '/a', upgrade: false, headers: { host: 'x' } }]);
});

it('sends no body for HEAD and 204', async () => {
  const { send } = await listening();
  for (const line of ['HEAD /a', 'GET /none']) expect(await send(request(line))).toMatch(/\r\n\r\n$/);
});

it.each([
  ['what is not HTTP', '\x16\x03\x01 garbage\r\n\r\n'],
  ['a target that is no URL', request('GET http://')],
  ['a header without a colon', 'GET /a HTTP/1.1\r\nHost x\r\n\r\n'],
  ['two lengths', 'POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['a head above 16 KiB', `GET /a HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
])('answers %s with 400 and a JSON error', async (_what, bytes) => {
  const { send } = await listening();
  const text = await send(bytes);
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect(text).toContain('"error":"INVALID_REQUEST"');
  expect(text.toLowerCase()).toContain('punch-version: 1.0.0\r\n');
});

it('tells the rules of an upgrade its path and its headers', () => {
  const incoming = { url: '/api/ws/a?t=secret', headers: { host: 'x', 'set-cookie': ['a', 'b'] } };
  expect(upgrading(incoming as unknown as IncomingMessage)).toEqual({
    method: 'GET',
    path: '/api/ws/a',
    upgrade: true,
    headers: { host: 'x', 'set-cookie': 'a,b' },
  });
});

it('writes an answer to a bare socket, and ends it', async () => {
  const socket = new PassThrough();
  endRaw(socket, { status: 401, headers: { 'X-A': '1' }, body: 'é' });
  let text = '';
  for await (const part of socket) text += part;
  expect(text).toBe('HTTP/1.1 401 Unauthorized\r\nX-A: 1\r\nConnection: close\r\nContent-Length: 2\r\n\r\né');
  expect(socket.destroyed).toBe(true);
});

it('destroys a socket that takes nothing more', () => {
  const socket = new PassThrough();
  socket.end();
  endRaw(socket, { status: 401, headers: {}, body: '' });
  expect(socket.destroyed).toBe(true);
});
