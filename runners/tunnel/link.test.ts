import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Lost } from '../../suites/case.js';
import { openServer } from './ends.js';
import { linkOf } from './link.js';
import { localNetwork } from './testing/local_lab.js';
import { pour } from './testing/pour.js';

/** A link to a service that does this. */
async function linkTo(service: (socket: Socket) => void, progress = () => {}) {
  const { port, close } = await openServer(localNetwork, { port: 0, host: '127.0.0.1' }, service);
  const socket = await localNetwork.dial(port, 10_000);
  onTestFinished(async () => {
    socket.destroy();
    await close();
  });
  return linkOf(socket, { patience: 10_000, progress });
}

it('a tunnel that pours without end into a connection is lost, not held', async () => {
  const link = await linkTo(pour);
  await expect(link.rest()).rejects.toThrow(/more than \d+ bytes/);
  await expect(link.take(1)).rejects.toBeInstanceOf(Lost);
});

it('takes so many bytes, and the rest until a FIN', async () => {
  const link = await linkTo((socket) => socket.end('abcdef'));
  expect(Buffer.from((await link.take(2)) as Uint8Array).toString()).toBe('ab');
  expect(await link.rest()).toEqual({ bytes: new TextEncoder().encode('cdef'), how: 'end' });
});

it('tells a reset from a FIN, and silence from both', async () => {
  const reset = await linkTo((socket) => void socket.once('data', () => socket.resetAndDestroy()));
  await reset.send(new Uint8Array(1));
  expect((await reset.rest()).how).toBe('broken');
  const mute = await linkTo(() => {});
  expect(await mute.take(1, 20)).toBe('silent');
});

it('hashes a transfer as it comes, and tells that it goes on', async () => {
  let told = 0;
  const link = await linkTo(
    (socket) => socket.end(Buffer.alloc(100_000, 7)),
    () => told++,
  );
  const sha256 = createHash('sha256').update(Buffer.alloc(100_000, 7)).digest('hex');
  expect(await link.digest(100_000)).toEqual({ length: 100_000, sha256 });
  expect(told).toBeGreaterThan(0);
});
