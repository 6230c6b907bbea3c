import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Dialect } from '../../dialect.js';
import { FRAME_TYPES as T } from '../../frame.js';
import { ChannelClosed } from '../rtc/channel.js';
import { answerRequest, badGateway, type ForwardedRequest, maxBodyOf } from './forward.js';
import type { Header } from './http_head.js';
import type { Forward } from './options.js';
import { DAEMON_RULES } from './rules.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Asking {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly Header[];
  readonly body?: string;
  readonly dialect?: Dialect;
  readonly forward?: Partial<Forward>;
}

async function serviceOf(listener: RequestListener, upgrade?: (socket: Socket) => void) {
  const server = createServer(listener);
  if (upgrade) server.on('upgrade', (_request, socket: Socket) => upgrade(socket));
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = new AbortController();
  const replies: [number, string][] = [];
  const ask = async ({
    method = 'GET',
    target: path = '/',
    headers = [],
    body = '',
    ...more
  }: Asking = {}) => {
    const asked: ForwardedRequest = {
      request: { head: { method, target: path, headers }, body: Buffer.from(body) },
      forward: { target, ...more.forward },
      dialect: more.dialect ?? 'spec',
      rules: DAEMON_RULES,
      signal: stop.signal,
    };
    return answerRequest(asked, async (type, payload) => {
      replies.push([type, Buffer.from(payload).toString('latin1')]);
    });
  };
  return { ask, replies, stop, target };
}

const badGatewayReplies = [
  [T.RESPONSE_HEAD, 'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'],
  [T.RESPONSE_END, ''],
];
const upgradeHeaders: readonly Header[] = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
];

it('answers 502 with an empty body', async () => {
  const replies: [number, string][] = [];
  await badGateway(async (type, payload) => void replies.push([type, Buffer.from(payload).toString()]));
  expect(replies).toEqual(badGatewayReplies);
});

it('takes bodies of 16 MiB when nothing else is configured', () => {
  expect([maxBodyOf(undefined), maxBodyOf({ target: '', maxBody: 5 })]).toEqual([16 << 20, 5]);
});

it('asks the service as the client asked, under the name of the service', async () => {
  const seen: unknown[] = [];
  const { ask, target } = await serviceOf(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const { method, url, rawHeaders } = request;
    seen.push({ method, url, rawHeaders, body });
    response.end();
  });
  const headers: readonly Header[] = [
    ['Host', 'evil.test'],
    ['X-A', '1'],
    ['x-a', '2'],
    ['__proto__', 'x'],
    ['Content-Length', '999'],
    ['Transfer-Encoding', 'chunked'],
  ];
  await ask({ method: 'POST', target: '/a?b', headers, body: 'hello' });
  const sent = [
    'Host',
    new URL(target).host,
    'X-A',
    '1',
    'X-A',
    '2',
    '__proto__',
    'x',
    'Connection',
    'close',
  ];
  expect(seen).toEqual([
    { method: 'POST', url: '/a?b', rawHeaders: [...sent, 'Content-Length', '5'], body: 'hello' },
  ]);
  await ask({ forward: { host: 'public.test' } });
  expect(seen[1]).toMatchObject({ rawHeaders: ['Host', 'public.test', 'Connection', 'close'] });
});

it('replies with the head, the body and the end of the response', async () => {
  const { ask, replies } = await serviceOf((_request, response) => {
    response.sendDate = false;
    response.writeHead(404, 'Not Here', [
      ['X-A', '1'],
      ['X-A', '2'],
      ['Keep-Alive', 'x'],
      ['Content-Length', '3'],
    ]);
    response.end('abc');
  });
  expect(await ask()).toBeUndefined();
  expect(replies).toEqual([
    [T.RESPONSE_HEAD, 'HTTP/1.1 404 Not Here\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 3\r\n\r\n'],
    [T.RESPONSE_BODY, 'abc'],
    [T.RESPONSE_END, ''],
  ]);
});

it('sends a long body in frames that a channel can carry', async () => {
  const { ask, replies } = await serviceOf((_request, response) => response.end('x'.repeat(200_000)));
  await ask();
  const lengths = replies.filter(([type]) => type === T.RESPONSE_BODY).map(([, part]) => part.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(61_440);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(200_000);
});

it('holds the whole body in the deployed dialect, states its length, and answers 502 for a longer one', async () => {
  const { ask, replies } = await serviceOf((_request, response) => {
    response.sendDate = false;
    response.setHeader('X-A', '1');
    response.write('ab');
    response.end('cd');
  });
  await ask({ dialect: 'deployed' });
  expect(replies[0]?.[1]).toBe('HTTP/1.1 200 OK\r\nx-a: 1\r\ncontent-length: 4\r\n\r\n');
  expect(replies.slice(1)).toEqual([
    [T.RESPONSE_BODY, 'abcd'],
    [T.RESPONSE_END, ''],
  ]);
  replies.length = 0;
  await ask({ dialect: 'deployed', forward: { maxBody: 3 } });
  expect(replies).toEqual(badGatewayReplies);
});

describe('answers 502', () => {
  it.each<[string, Asking]>([
    ['when the service is down', { forward: { target: 'http://127.0.0.1:9' } }],
    ['to a header that Node does not send', { headers: [['X-A', '\u0100']] }],
    ['to a control character in a header', { headers: [['X-A', 'a\u0001b']] }],
    ['to a method that asks for a tunnel', { method: 'CONNECT' }],
    ['to an upgrade of a path that is not listed', { headers: upgradeHeaders, target: '/other' }],
    [
      'to an upgrade that the service answers otherwise',
      { headers: upgradeHeaders, target: '/live?a', forward: { websockets: ['/live'] } },
    ],
  ])('%s', async (_when, asking) => {
    const { ask, replies } = await serviceOf((_request, response) => response.end('ok'));
    servers.at(-1)?.on('connect', (_request, socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    expect(await ask(asking)).toBeUndefined();
    expect(replies).toEqual(badGatewayReplies);
  });

  it('when the service hangs up without a response', async () => {
    const { ask, replies } = await serviceOf((request) => request.socket.destroy());
    await ask();
    expect(replies).toEqual(badGatewayReplies);
  });

  it('to a service that upgrades what asked for no upgrade, and leaves it', async () => {
    let left: Promise<unknown> = Promise.resolve();
    const { ask, replies } = await serviceOf(({ socket }) => {
      left = once(socket, 'close');
      socket
        .resume()
        .write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    await ask();
    expect(replies).toEqual(badGatewayReplies);
    await left;
  });
});

it('hands the connection of an upgrade over, with what came behind its head', async () => {
  const { ask, replies } = await serviceOf(
    () => {},
    (socket) =>
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nearly',
      ),
  );
  const upgraded = await ask({ headers: upgradeHeaders, target: '/live?a', forward: { websockets: ['*'] } });
  expect(Buffer.from(upgraded?.head ?? []).toString()).toBe(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  );
  expect([Buffer.from(upgraded?.early ?? []).toString(), replies]).toEqual(['early', []]);
  upgraded?.socket.destroy();
});

it('fails when the service breaks off in the middle of its body', async () => {
  const { ask, replies } = await serviceOf((request, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('abc', () => request.socket.destroy());
  });
  await expect(ask()).rejects.toThrow('aborted');
  expect(replies.map(([type]) => type)).toEqual([T.RESPONSE_HEAD, T.RESPONSE_BODY]);
});

it('leaves the service when the channel has closed', async () => {
  let left: Promise<unknown> = Promise.resolve();
  const { target } = await serviceOf(({ socket }, response) => {
    left = once(socket, 'close');
    response.write('endless');
  });
  const asked: ForwardedRequest = {
    request: { head: { method: 'GET', target: '/', headers: [] }, body: new Uint8Array(0) },
    forward: { target },
    dialect: 'spec',
    rules: DAEMON_RULES,
    signal: new AbortController().signal,
  };
  const reply = async (type: number) => {
    if (type === T.RESPONSE_BODY) throw new ChannelClosed();
  };
  await expect(answerRequest(asked, reply)).rejects.toThrow(ChannelClosed);
  await left;
});
