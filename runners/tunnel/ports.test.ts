import { expect, it } from 'vitest';
import { randomFrom } from '../context.js';
import type { CallLab } from './lab_calls.js';
import { freePorts } from './ports.js';

/** A lab in which something listens on these. */
const listeningOn = (taken: ReadonlySet<number>): CallLab =>
  (async (_name: string, port: number, proto: string) =>
    proto === 'udp' && taken.has(port) ? ['127.0.0.1'] : []) as unknown as CallLab;

it('gives the same port for the same random bytes, and another one while it is given', async () => {
  const ports = freePorts(listeningOn(new Set()));
  const first = await ports.next(randomFrom('a'));
  expect(await freePorts(listeningOn(new Set())).next(randomFrom('a'))).toBe(first);
  expect(await ports.next(randomFrom('a'))).not.toBe(first);
});

it('gives no port that something listens on', async () => {
  const first = await freePorts(listeningOn(new Set())).next(randomFrom('b'));
  expect(await freePorts(listeningOn(new Set([first]))).next(randomFrom('b'))).not.toBe(first);
});

it('gives two cases that ask at once two ports', async () => {
  const ports = freePorts(listeningOn(new Set()));
  const [one, two] = await Promise.all([ports.next(randomFrom('c')), ports.next(randomFrom('c'))]);
  expect(one).not.toBe(two);
});
