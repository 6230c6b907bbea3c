import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { sockets } from './sockets.js';

async function listening() {
  const server = await sockets.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => void server.close());
  return { server, port: (server.address() as AddressInfo).port };
}

it('reads nothing of a connection that it dials, and does not end it when its peer ends', async () => {
  const { server, port } = await listening();
  const accepting = once(server, 'connection') as Promise<[Socket]>;
  const client = await sockets.dial(port, 10_000);
  const [accepted] = await accepting;
  await new Promise<void>((sent) => accepted.end('words', () => sent()));
  // Bytes of the loopback are there at once: whoever reads has them within a few turns.
  for (let turns = 0; turns < 20; turns++) await nextTurn();
  expect(client.bytesRead).toBe(0);
  client.resume();
  await once(client, 'end');
  expect([client.bytesRead, client.writable]).toEqual(['words'.length, true]);
  client.destroy();
});

it('fails by the code of the system', async () => {
  const { server, port } = await listening();
  await expect(sockets.listen({ port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  server.close();
  await expect(sockets.dial(port, 10_000)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it('opens a UDP socket of the loopback address', async () => {
  const socket = await sockets.udp(0);
  onTestFinished(() => void socket.close());
  expect(socket.address().address).toBe('127.0.0.1');
});
