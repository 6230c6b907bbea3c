import { expect, it } from 'vitest';
import { openOutbox } from './outbox.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What was written in how many pieces, after requests of this number in each tick. */
async function written(...ticks: readonly number[]): Promise<string[]> {
  const pieces: string[] = [];
  const send = openOutbox((text) => pieces.push(text));
  let id = 0;
  for (const count of ticks) {
    for (let i = 0; i < count; i++) send(++id, `${id}\n`);
    await turn();
  }
  return pieces;
}

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => `${from + i}\n`).join('');

it('writes the requests of a tick together, and nothing without requests', async () => {
  expect(await written(3, 0, 2)).toEqual([lines(1, 3), lines(4, 5)]);
});

it('writes a long tick in pieces, and no request twice', async () => {
  expect(await written(120)).toEqual([lines(1, 56), lines(57, 112), lines(113, 120)]);
  expect(await written(56, 1)).toEqual([lines(1, 56), lines(57, 57)]);
});
