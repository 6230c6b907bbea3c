import { expect, it } from 'vitest';
import { randomFrom } from '../context.js';
import { freePorts } from './ports.js';

/** A lab in which something listens on these. */
const listeningOn = (taken: ReadonlySet<number>) => ({
  listening: async (port: number, proto: string) => (proto === 'udp' && taken.has(port) ? ['127.0.0.1'] : []),
});

it('gives the same port for the same random bytes, and another one while it is given', async () => {
  const next = freePorts(listeningOn(new Set()));
  const first = await next(randomFrom('a'));
  expect(await freePorts(listeningOn(new Set()))(randomFrom('a'))).toBe(first);
  expect(await next(randomFrom('a'))).not.toBe(first);
});

it('gives no port that something listens on', async () => {
  const first = await freePorts(listeningOn(new Set()))(randomFrom('b'));
  expect(await freePorts(listeningOn(new Set([first])))(randomFrom('b'))).not.toBe(first);
});

it('gives two cases that ask at once two ports', async () => {
  const next = freePorts(listeningOn(new Set()));
  const [one, two] = await Promise.all([next(randomFrom('c')), next(randomFrom('c'))]);
  expect(one).not.toBe(two);
});
