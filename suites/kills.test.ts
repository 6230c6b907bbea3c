import { expect, it } from 'vitest';
import { digestOfMutants, killsOf, recordOf } from './kills.js';

it('records how many mutants were killed, by clause', () => {
  const tried = [
    { path: 'toy/peer/b', isKilled: false },
    { path: 'toy/peer/a', isKilled: true },
  ];
  const rates = [
    { clause: 'TOY-1', mutants: 2, killed: 1 },
    { clause: 'TOY-2', mutants: 0, killed: 0 },
  ];
  expect(recordOf('toy', tried, rates)).toEqual({
    protocol: 'toy',
    mutants: 2,
    killed: 1,
    tried: digestOfMutants(['toy/peer/a', 'toy/peer/b']),
    clauses: { 'TOY-1': [1, 2] },
  });
});

it('knows nothing of a protocol that was never tried', () => {
  expect(killsOf('toy')).toBeUndefined();
});
