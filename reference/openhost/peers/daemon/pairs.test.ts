import { expect, it } from 'vitest';
import { createIdentity } from '../identity.js';
import { pairsFrom, readPairs } from './pairs.js';

const [one = '', two = ''] = [1, 2].map((seed) => createIdentity(new Uint8Array(32).fill(seed)).name);

it('reads the keys of a database', () => {
  expect(readPairs(() => [one, two])).toEqual([one, two]);
  expect(readPairs(() => [])).toEqual([]);
});

it.each([
  ['a short name', 'abc'],
  ['an empty name', ''],
  ['a letter of another alphabet', 'l'.repeat(52)],
])('rejects a database with %s', (_what, name) => {
  expect(() => readPairs(() => [one, name])).toThrow(`${name} is no key`);
});

function pairs() {
  const lines: string[] = [];
  let database = (): readonly string[] => [];
  const read = pairsFrom(
    () => database(),
    (line) => lines.push(line),
    { readPairs },
  );
  return {
    lines,
    after(next: () => readonly string[]) {
      database = next;
      read.read();
      return [[...read.watched], [...read.allowed]];
    },
  };
}
const unreadable = () => {
  throw new Error('EACCES');
};

it('watches and allows what the last reading found', () => {
  const { after } = pairs();
  expect(after(() => [one])).toEqual([[one], [one]]);
  expect(after(() => [two])).toEqual([[two], [two]]);
  expect(after(() => [])).toEqual([[], []]);
});

it('watches nobody while the database cannot be read, and still allows those of before', () => {
  const { after } = pairs();
  after(() => [one]);
  expect(after(unreadable)).toEqual([[], [one]]);
  expect(after(() => [one, 'junk'])).toEqual([[], [one]]);
  expect(after(() => [two])).toEqual([[two], [two]]);
});

it('warns once, and again after the database was readable', () => {
  const { after, lines } = pairs();
  for (const next of [unreadable, unreadable, () => [], unreadable]) after(next);
  expect(lines).toEqual(Array(2).fill('the pairs cannot be read: EACCES'));
});

it('allows nobody before it has read anything', () => {
  expect(
    pairsFrom(
      () => [one],
      () => {},
      { readPairs },
    ).allowed.size,
  ).toBe(0);
});
