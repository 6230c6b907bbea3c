import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect as connectTcp, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { settled } from '../../../settled.js';
import { type Daemon, startDaemon } from '../daemon/daemon.js';
import { createIdentity } from '../identity.js';
import { type Relay, startRelay } from '../relay/server.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { relaySubstrate } from '../substrate.js';
import { type Gateway, startGateway } from './gateway.js';

let relay: Relay;
let service: Server;
let daemon: Daemon;
let gateway: Gateway;
let accepted: WebSocketServer;
/** What reaches the service, as WebSockets and otherwise. */
let last = settled<Socket>();

beforeAll(async () => {
  relay = await startRelay();
  service = createServer(async (asked, response) => {
    const { method, url, headers } = asked;
    response.end(JSON.stringify({ method, url, upgrade: headers.upgrade, body: await text(asked) }));
  });
  accepted = new WebSocketServer({ server: service, path: '/live' });
  accepted.on('connection', (socket, { socket: raw }) => {
    last.resolve(raw);
    socket.on('message', (data) =>
      String(data) === 'bye' ? socket.close(4001, 'so be it') : socket.send(data),
    );
  });
  await once(service.listen(0, '127.0.0.1'), 'listening');
  const { port } = service.address() as AddressInfo;
  const identity = createIdentity();
  const substrates = [relaySubstrate(relay.url)];
  const certificate = createDtlsCertificate();
  daemon = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates,
    allow: [identity.name],
    pollMs: 30,
    throttleMs: 0,
    burst: 1000,
    forward: { target: `http://127.0.0.1:${port}`, websockets: ['/live'] },
  });
  gateway = await startGateway(daemon.url, { identity, certificate, substrates, pollMs: 30 });
});
afterAll(async () => {
  await gateway.close();
  await daemon.close();
  accepted.close();
  service.closeAllConnections();
  service.close();
  await relay.close();
});

async function webSocket(path = 'live') {
  last = settled<Socket>();
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`);
  await once(socket, 'open');
  return socket;
}

/** One request as it is, to the end of the connection. */
async function raw(lines: readonly string[]): Promise<string> {
  const socket = connectTcp(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.write(lines.join('\r\n'));
  return text(socket);
}

const plain = async () => (await fetch(`${gateway.url}plain`)).status;

it('passes a WebSocket both ways beside plain requests', async () => {
  const socket = await webSocket();
  const large = Buffer.alloc(1 << 20, 7);
  socket.send('hello');
  expect(String((await once(socket, 'message'))[0])).toBe('hello');
  socket.send(large);
  const [[back], status] = await Promise.all([once(socket, 'message'), plain()]);
  expect(large.equals(back)).toBe(true);
  expect(status).toBe(200);
  socket.send('bye');
  expect((await once(socket, 'close')).map(String)).toEqual(['4001', 'so be it']);
  expect(await plain()).toBe(200);
});

it('hangs up on the service when the program has gone', async () => {
  const socket = await webSocket();
  const raw = await last.promise;
  const gone = once(raw, 'close');
  socket.terminate();
  await gone;
  expect(await plain()).toBe(200);
});

it('passes on the rejection of a WebSocket, and serves the next request', async () => {
  const refused = new WebSocket(`${gateway.url.replace('http', 'ws')}other`);
  const [, response] = await once(refused, 'unexpected-response');
  expect(response.statusCode).toBe(502);
  expect(await plain()).toBe(200);
});

it.each([
  ['no Connection', ['GET /live HTTP/1.1', 'Host: x', 'Connection: close', 'Upgrade: websocket', '', ''], ''],
  [
    'no GET',
    [
      'POST /p HTTP/1.1',
      'Host: x',
      'Connection: close, Upgrade',
      'Upgrade: websocket',
      'Content-Length: 2',
      '',
      'hi',
    ],
    'hi',
  ],
  [
    'another protocol',
    [
      'POST /p HTTP/1.1',
      'Host: x',
      'Connection: close, Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAAP__',
      'Content-Length: 2',
      '',
      'hi',
    ],
    'hi',
  ],
])('takes an Upgrade with %s for a plain request', async (_what, lines, body) => {
  const [answer, beside] = await Promise.all([raw(lines), plain()]);
  expect(beside).toBe(200);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain(`"body":"${body}"`);
  expect(answer).not.toContain('upgrade');
});

it('shows why a WebSocket was not opened', async () => {
  const lost = await startGateway(`oh://${createIdentity().name}/`, {
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates: [relaySubstrate(relay.url)],
  });
  const socket = new WebSocket(lost.url.replace('http', 'ws'));
  const [, response] = await once(socket, 'unexpected-response');
  expect([response.statusCode, await text(response)]).toEqual([
    502,
    'resolve: no relay has a packet of this host',
  ]);
  await lost.close();
});
