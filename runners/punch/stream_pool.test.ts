import { expect, it } from 'vitest';
import { streamPool } from './stream_pool.js';

it('asks for no more streams than were granted, and numbers them', () => {
  const pool = streamPool();
  expect([pool.sizes(), pool.takesStreams()]).toEqual([[48, 16, 8, 1, 0], undefined]);
  pool.granted(8);
  expect([pool.sizes(), pool.takesStreams()]).toEqual([[8, 1, 0], true]);
  pool.granted(0);
  expect([pool.sizes(), pool.takesStreams()]).toEqual([[0], false]);
  expect([pool.next(), pool.next()]).toEqual([0, 1]);
});
