/** Sends sixteen MiB in each direction through a gateway whose other end does not read at first. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type Gateway, startGateway } from '../reference/openhost/peers/client/gateway.js';
import { type Daemon, startDaemon } from '../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../reference/openhost/peers/identity.js';
import { type Relay, startRelay } from '../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../reference/openhost/peers/substrate.js';
import { settled } from '../reference/settled.js';

let relay: Relay;
let service: Server;
let daemon: Daemon;
let gateway: Gateway;
let accepted: WebSocketServer;
/** The last connection that reached the service. */
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

const part = Buffer.alloc(1 << 20, 1);
const PARTS = 16;

/** Sends everything to one end at once, while the other end does not read. */
async function held(from: WebSocket, to: WebSocket, { pause, resume }: { pause(): void; resume(): void }) {
  pause();
  for (let i = 0; i < PARTS; i++) from.send(part);
  let before = -1;
  const settles = () => {
    const same = from.bufferedAmount === before;
    before = from.bufferedAmount;
    return same;
  };
  await expect.poll(settles, { interval: 300 }).toBe(true);
  let count = 0;
  const all = settled();
  to.on('message', () => {
    count += 1;
    if (count === PARTS) all.resolve();
  });
  resume();
  await all.promise;
  return before;
}

it('makes a sender wait while the other end does not read, and loses no byte', async () => {
  const program = await webSocket();
  const raw = await last.promise;
  const [service] = accepted.clients;
  if (!service) throw new Error('nobody is there');
  service.removeAllListeners('message');
  const up = { pause: () => void raw.pause(), resume: () => void raw.resume() };
  const down = { pause: () => program.pause(), resume: () => program.resume() };
  expect(await held(program, service, up)).toBeGreaterThan(part.length);
  expect(await held(service, program, down)).toBeGreaterThan(part.length);
  program.close();
  await once(program, 'close');
}, 60_000);
