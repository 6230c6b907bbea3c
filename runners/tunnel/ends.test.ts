import { expect, it, onTestFinished } from 'vitest';
import { Lost } from '../../suites/case.js';
import { dial, type Network, openService } from './ends.js';
import { localNetwork } from './testing/local_lab.js';

const waits = { patience: 10_000, progress: () => {} };
const at = { port: 0, host: '127.0.0.1' } as const;

const failing = (code: string): Network => ({
  ...localNetwork,
  dial: async () => {
    throw Object.assign(new Error('it failed'), { code });
  },
});

it('a service counts its connections, and closes them with itself', async () => {
  const service = await openService(localNetwork, (link) => void link.send(new Uint8Array(1)), at, waits);
  const link = await dial(localNetwork, service.port, waits);
  onTestFinished(link.close);
  expect(await link.take(1)).toHaveLength(1);
  expect(service.links).toBe(1);
  await service.close();
  expect((await link.rest()).how).not.toBe('open');
});

it('reports a port without a listener as a fault of the program', async () => {
  const service = await openService(localNetwork, () => {}, at, waits);
  await service.close();
  await expect(dial(localNetwork, service.port, waits)).rejects.toBeInstanceOf(Lost);
});

it('a connection that was reset before it was handed over is a broken link', async () => {
  const link = await dial(failing('ECONNRESET'), 1, waits);
  expect(await link.rest()).toEqual({ bytes: new Uint8Array(0), how: 'broken' });
});

it('any other failure is not a fault of the program', async () => {
  await expect(dial(failing('EMFILE'), 1, waits)).rejects.not.toBeInstanceOf(Lost);
});
