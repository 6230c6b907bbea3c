import { expect, it } from 'vitest';
import { DecodeError } from '../../reference/bytes/error.js';
import type { Json, Structure } from '../../reference/structure.js';
import { type Producer, producersOf, type Seed } from './producers.js';

/** Writes a number as a byte in hex, and reads it. Counts the questions. */
function bytesOfNumbers() {
  let asked = 0;
  const write = (_given: unknown, input: Json): Json => {
    asked++;
    if (typeof input !== 'number' || input > 255) throw new DecodeError('byte/large');
    return input === 255 ? null : Buffer.of(input).toString('hex');
  };
  const structure = { name: 'p/byte', operations: { write, read: () => 0 } } as unknown as Structure;
  return { structures: new Map([['p/byte', structure]]), asked: () => asked };
}

const seed = (op: string, input: Json, more: Partial<Seed> = {}): Seed => ({
  ...{ structure: 'p/byte', op, given: {}, input, from: `${op} ${input}` },
  ...more,
});

const read = seed('read', '00');
const inputs = (producers: readonly Producer[]) => producers.map(({ input, answer }) => [input, answer]);

it('finds the questions of other operations whose answers have the form of the input', () => {
  const { structures } = bytesOfNumbers();
  const producers = producersOf(
    [read, ...[1, 255, 999].map((input) => seed('write', input)), seed('read', '01')],
    structures,
  );
  expect(inputs(producers(read))).toEqual([[1, '01']]);
  expect(inputs(producers(seed('write', 7)))).toEqual([
    ['00', 0],
    ['01', 0],
  ]);
});

it('asks once each question without a vector, and no question with one', () => {
  const { structures, asked } = bytesOfNumbers();
  const known = [seed('write', 2, { expected: '02' }), seed('write', 3, { expected: undefined })];
  const producers = producersOf([read, seed('write', 1), ...known], structures);
  expect(asked()).toBe(0);
  expect(inputs(producers(read))).toEqual([
    [1, '01'],
    [2, '02'],
  ]);
  producers(read);
  expect(asked()).toBe(1);
});

it('answers an edited input, unless it is rejected or the answer has another form', () => {
  const { structures } = bytesOfNumbers();
  const [producer] = producersOf([read, seed('write', 1)], structures)(read);
  expect(producer?.ask(10)).toBe('0a');
  expect(producer?.ask(256)).toBeUndefined();
  expect(producer?.ask(255)).toBeUndefined();
});
