import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection, Request, Tunnel } from './connection.js';
import { DialFailed } from './dial.js';
import type { OpenedConnection } from './dialler.js';
import { asksForWebSocket, passWebSocket, withoutUpgrade } from './web_socket.js';

const asked = (method: string, ...rawHeaders: readonly string[]) =>
  ({ method, url: '/live', rawHeaders: [...rawHeaders] }) as IncomingMessage;

it.each<[string, IncomingMessage, boolean]>([
  ['a GET that names websocket', asked('GET', 'Upgrade', 'websocket'), true],
  ['a GET that names it in other letters', asked('GET', 'UPGRADE', 'WebSocket'), true],
  ['a POST', asked('POST', 'Upgrade', 'websocket'), false],
  ['another protocol', asked('GET', 'Upgrade', 'h2c'), false],
  ['no Upgrade', asked('GET', 'Connection', 'Upgrade'), false],
  ['a name without a value', asked('GET', 'Upgrade'), false],
])('tells whether a program asks for a WebSocket: %s', (_what, request, asks) => {
  expect(asksForWebSocket(request)).toBe(asks);
});

it.each([
  ['Upgrade and its option', ['Connection', 'Upgrade', 'Upgrade', 'h2c', 'A', 'b'], 'A: b\r\n'],
  ['HTTP2-Settings', ['HTTP2-Settings', 'x', 'Connection', 'Upgrade, HTTP2-Settings'], ''],
  ['no other option', ['Connection', 'close, upgrade'], 'Connection: close\r\n'],
  ['no other header', ['Upgrade-Insecure-Requests', '1'], 'Upgrade-Insecure-Requests: 1\r\n'],
])('takes from a request %s', (_what, rawHeaders, headers) => {
  const bytes = withoutUpgrade(asked('GET', ...rawHeaders));
  expect(Buffer.from(bytes).toString()).toBe(`GET /live HTTP/1.1\r\n${headers}\r\n`);
});

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A local program in front of a connection whose upgrade ends so; what it hears until its end. */
async function program(upgrade: Connection['upgrade'], open?: () => Promise<OpenedConnection>) {
  let closed = 0;
  const connection = { upgrade } as Connection;
  const close = async () => {
    closed += 1;
  };
  const opened = async () => ({ connection, close });
  const passed: Promise<void>[] = [];
  const server = createServer();
  server.on('upgrade', (request, socket: Socket, early) => {
    socket.on('error', () => {});
    if (early.length > 0) socket.unshift(early);
    passed.push(
      passWebSocket(open ?? opened, request, socket, (response, error) =>
        response.writeHead(502).end(error instanceof Error ? error.message : ''),
      ),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  closers.push(() => {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  socket.write(
    'GET /live?a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, X-Hop\r\nX-Hop: 1\r\nUpgrade: websocket\r\n\r\n',
  );
  const text = async () => {
    let all = '';
    for await (const part of socket) all += String(part);
    return all;
  };
  return {
    socket,
    text,
    done: async () => {
      await Promise.all(passed);
      return closed;
    },
  };
}

const tunnel = (incoming: AsyncIterable<Uint8Array>, more: Partial<Tunnel> = {}): Tunnel => ({
  head: { status: 101, reason: 'Switching Protocols', headers: [['Upgrade', 'websocket']] },
  incoming,
  send: async () => {},
  close: () => {},
  ...more,
});

describe('a WebSocket of a local program', () => {
  it('asks the host for an upgrade, without the other options of this connection', async () => {
    const requests: Request[] = [];
    const { text, done } = await program(async (request) => {
      requests.push(request);
      return tunnel((async function* () {})());
    });
    expect(await text()).toBe('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n');
    expect(requests).toEqual([
      {
        method: 'GET',
        target: '/live?a',
        headers: [
          ['Host', 'x'],
          ['Connection', 'Upgrade'],
          ['Upgrade', 'websocket'],
        ],
      },
    ]);
    expect(await done()).toBe(1);
  });

  it('carries bytes both ways, and ends when the host ends', async () => {
    const heard: string[] = [];
    let wake = () => {};
    const answered = new Promise<void>((resolve) => (wake = resolve));
    const { socket, text, done } = await program(async () =>
      tunnel(
        (async function* () {
          yield Buffer.from('from the host');
          await answered;
        })(),
        {
          send: async (bytes) => {
            heard.push(Buffer.from(bytes).toString());
            wake();
          },
        },
      ),
    );
    socket.write('from the program');
    expect(await text()).toMatch(/\r\n\r\nfrom the host$/);
    expect([await done(), heard.join('')]).toEqual([1, 'from the program']);
  });

  it('closes the tunnel when the program goes', async () => {
    let close = () => {};
    const torn = new Promise<void>((resolve) => (close = resolve));
    const { socket, done } = await program(async () =>
      tunnel(
        (async function* () {
          yield Buffer.from('one');
          await torn;
        })(),
        { close: () => close() },
      ),
    );
    await once(socket, 'data');
    socket.destroy();
    expect(await done()).toBe(1);
  });

  it('ends when the tunnel is torn down in the middle', async () => {
    const { text, done } = await program(async () =>
      tunnel(
        (async function* () {
          yield Buffer.from('half');
          throw new Error('the channel was closed');
        })(),
      ),
    );
    expect(await text()).toMatch(/half$/);
    expect(await done()).toBe(1);
  });

  it('passes on the response of a host that does not upgrade, without the headers of its connection', async () => {
    const { text, done } = await program(async () => ({
      status: 404,
      reason: 'Not Found',
      headers: [
        ['Connection', 'X-Hop'],
        ['X-Hop', '1'],
        ['X-Kept', 'yes'],
      ],
      body: (async function* () {
        yield Buffer.from('no such path');
      })(),
    }));
    const answer = await text();
    expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\nX-Kept: yes\r\n/);
    expect(answer).not.toContain('X-Hop');
    expect(answer).toContain('no such path');
    expect(await done()).toBe(1);
  });

  it('answers 502 when the host cannot be reached, and when it breaks off', async () => {
    const failing = await program(
      () => expect.unreachable(),
      () => Promise.reject(new DialFailed('answer', 'none came')),
    );
    expect(await failing.text()).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[\s\S]*answer: none came/);
    const broken = await program(() => Promise.reject(new Error('the channel was closed')));
    expect(await broken.text()).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[\s\S]*the channel was closed/);
    expect(await broken.done()).toBe(1);
  });
});
