import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { dial, openServices, openUdp } from './sockets.js';

it('reads nothing of a connection at either end, and ends neither', async () => {
  const accepted: Socket[] = [];
  const services = openServices((_service, socket) => accepted.push(socket));
  onTestFinished(() => services.unlisten(0));
  const client = await dial(await services.listen(0, { port: 0, host: '127.0.0.1' }), 10_000);
  while (accepted.length === 0) await nextTurn();
  const ends = [client, ...accepted];
  for (const end of ends) await new Promise<void>((sent) => end.end('words', () => sent()));
  // Bytes of the loopback are there at once: whoever reads has them within a few turns.
  for (let turns = 0; turns < 20; turns++) await nextTurn();
  expect(ends.map(({ bytesRead, destroyed }) => ({ bytesRead, destroyed }))).toEqual(
    ends.map(() => ({ bytesRead: 0, destroyed: false })),
  );
  for (const end of ends) {
    end.resume();
    await once(end, 'end');
    expect(end.bytesRead).toBe('words'.length);
  }
});

it('fails by the code of the system', async () => {
  const services = openServices(() => {});
  const port = await services.listen(0, { port: 0, host: '127.0.0.1' });
  await expect(services.listen(1, { port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  services.unlisten(0);
  await expect(dial(port, 10_000)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it('opens a UDP socket of the loopback address', async () => {
  const socket = await openUdp(0);
  onTestFinished(() => void socket.close());
  expect(socket.address().address).toBe('127.0.0.1');
});
