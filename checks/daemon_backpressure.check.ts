/** A service that does not read at first must slow down the sending client. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { openConnection } from '../reference/openhost/peers/client/connection.js';
import { dial } from '../reference/openhost/peers/client/dial.js';
import { startDaemon } from '../reference/openhost/peers/daemon/daemon.js';
import { createIdentity } from '../reference/openhost/peers/identity.js';
import { startRelay } from '../reference/openhost/peers/relay/server.js';
import { createDtlsCertificate } from '../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../reference/openhost/peers/substrate.js';
import { settled } from '../reference/settled.js';

const AMOUNT = 24 << 20;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A tunnel through a daemon that forwards to this port. */
async function tunnelTo(port: number) {
  const relay = await startRelay();
  const identity = createIdentity();
  const substrates = [relaySubstrate(relay.url)];
  const host = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates,
    watch: [identity.name],
    pollMs: 30,
    forward: { target: `http://127.0.0.1:${port}`, websockets: ['*'] },
  });
  const certificate = createDtlsCertificate();
  const { channel, close } = await dial(host.url, { identity, certificate, substrates, pollMs: 30 });
  closers.push(relay.close, host.close, close);
  const connection = openConnection(channel, { dialect: 'spec' });
  const headers = [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ] as const;
  const tunnel = await connection.upgrade({ method: 'GET', target: '/', headers });
  if (!('head' in tunnel)) throw new Error('no tunnel');
  return { connection, tunnel };
}

it('makes a client wait while the service does not read, and loses no byte', async () => {
  let taken = 0;
  const upgraded = settled<Socket>();
  const slow = createServer((socket) => {
    socket.once('data', () => {
      socket.pause();
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      socket.on('data', (bytes) => {
        taken += bytes.length;
      });
      socket.pause();
      upgraded.resolve(socket);
    });
  });
  await once(slow.listen(0, '127.0.0.1'), 'listening');
  closers.push(() => slow.close());
  const { connection, tunnel } = await tunnelTo((slow.address() as AddressInfo).port);
  const socket = await upgraded.promise;
  let sent = 0;
  const all = (async () => {
    for (const part = Buffer.alloc(60_000); sent < AMOUNT; sent += part.length) await tunnel.send(part);
  })();
  for (let before = -1; before !== sent; ) {
    before = sent;
    await delay(500);
  }
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(AMOUNT);
  socket.resume();
  await all;
  await expect.poll(() => taken).toBe(sent);
  socket.destroy();
  await connection.closed;
});
