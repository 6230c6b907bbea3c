import { expect, it } from 'vitest';
import type { PooledWire } from './wire.js';
import { wirePool } from './wire_pool.js';

const wire = (clean: boolean) => ({ clean }) as PooledWire;

it('gives each clean channel once, and passes over one that is clean no more', () => {
  const [first, second] = [wire(true), { clean: true } as { clean: boolean } & PooledWire];
  const pool = wirePool();
  for (const one of [first, second, wire(false)]) pool.give(one);
  Object.assign(second, { clean: false });
  expect([pool.take(), pool.take()]).toEqual([first, undefined]);
});

it('is emptied at once', () => {
  const pool = wirePool();
  const one = wire(true);
  pool.give(one);
  expect([pool.empty(), pool.empty()]).toEqual([[one], []]);
});
