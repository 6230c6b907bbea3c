import { expect, it } from 'vitest';
import type { Request } from '../../suites/codec.js';
import { openSeen } from './seen.js';

const QUESTION: Request = {
  structure: 'p/s',
  op: 'read',
  given: { key: '00', at: 1 },
  input: [['ab'], 'c'],
};

it('recognizes a question that was asked before, as a copy too', () => {
  const isSeen = openSeen();
  expect(isSeen(QUESTION)).toBe(false);
  expect(isSeen(structuredClone(QUESTION))).toBe(true);
});

it.each<[string, Partial<Request>]>([
  ['structure', { structure: 'p/t' }],
  ['operation', { op: 'write' }],
  ['member of the context', { given: { key: '00', at: 2 } }],
  ['name of a member', { given: { key: '00', to: 1 } }],
  ['place where a name ends', { given: { ke: 'y00', at: 1 } }],
  ['end of a list', { input: [['ab', 'c']] }],
  ['type of a value', { given: { key: '00', at: '1' } }],
])('asks a question with another %s', (_what, other) => {
  const isSeen = openSeen();
  isSeen(QUESTION);
  expect(isSeen({ ...QUESTION, ...other })).toBe(false);
});

it('confuses almost no question with another one', () => {
  const isSeen = openSeen();
  let taken = 0;
  for (let i = 0; i < 10_000; i++) if (isSeen({ ...QUESTION, input: i.toString(16) })) taken++;
  expect(taken).toBeLessThan(3);
});
