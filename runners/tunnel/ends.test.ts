import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import type { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { Lost } from '../../suites/case.js';
import { dial, openUdp } from './ends.js';
import { askHttp } from './http_ends.js';
import { localNetwork } from './testing/local_lab.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

const part = Buffer.alloc(1 << 20);

/** Writes as long as anybody takes it. */
function pour(into: Writable): void {
  into.on('error', () => {});
  const more = () => {
    while (!into.destroyed && into.write(part));
  };
  into.on('drain', more);
  more();
}

async function portOf(server: Server | ReturnType<typeof createTcp>): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

it('a tunnel that pours without end into a connection is lost, not held', async () => {
  const { link, close } = await dial(localNetwork, await portOf(createTcp(pour)), {
    patience: 10_000,
    progress: () => {},
  });
  await expect(link.rest()).rejects.toThrow(/more than \d+ bytes/);
  await expect(link.take(1)).rejects.toBeInstanceOf(Lost);
  close();
});

it('an answer without end over HTTP is no answer', async () => {
  const endless: RequestListener = (_request, response) => pour(response);
  const port = await portOf(createServer(endless));
  await expect(askHttp(localNetwork, port, ['x', 'y'], 10_000)).rejects.toThrow(/^more than/);
});

it('datagrams without end are heard up to a number', async () => {
  const ear = await openUdp(localNetwork, 0, 5_000);
  const socket = createSocket('udp4');
  closers.push(
    () => ear.close(),
    () => socket.close(),
  );
  while (ear.heard.length < 20_000) {
    for (let i = 0; i < 100; i++) socket.send('x', ear.port, '127.0.0.1');
    await nextTurn();
  }
  await new Promise((resolve) => socket.send('last', ear.port, '127.0.0.1', resolve));
  expect(await ear.next((bytes) => bytes.length === 4, 200)).toBe('silent');
  expect(ear.heard).toHaveLength(20_000);
});
