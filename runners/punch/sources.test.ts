import { afterAll, expect, it } from 'vitest';
import { usableSources } from './sources.js';
import { scripted } from './testing/scripted.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

async function portOf(status: number | undefined): Promise<string> {
  const broker = await scripted(() => (status === undefined ? undefined : { status, body: '{}' }));
  closers.push(broker.close);
  return broker.url.port;
}

it.each(['127.0.0.1', 'localhost'])('a broker at %s is asked from several addresses', async (host) => {
  const sources = await usableSources(new URL(`http://${host}:${await portOf(200)}`), undefined);
  expect(new Set(sources).size).toBe(8);
});

it('a broker that does not answer them is asked from one address', async () => {
  expect(await usableSources(new URL(`http://localhost:${await portOf(undefined)}`), undefined)).toEqual([]);
});

it('a broker on another machine is asked from one address', async () => {
  expect(await usableSources(new URL('http://127.0.0.1.example'), undefined)).toEqual([]);
  expect(await usableSources(new URL('http://localhost.example'), undefined)).toEqual([]);
});
