import { expect, it } from 'vitest';
import type { Case } from '../../suites/model.js';
import type { MutantRow } from './matrix.js';
import { ratesOf, unprovenOf } from './rate.js';

const row = (
  fate: MutantRow['fate'],
  clause: readonly string[],
  killers: readonly string[] = [],
): MutantRow => ({
  path: 'toy/peer/one',
  protocol: 'toy',
  kind: 'peer',
  what: 'Is wrong.',
  clause,
  fate,
  killers,
  strays: [],
  carried: [],
  faults: [],
});

const named = (id: string, level: Case['level'] = 'must'): Case => ({
  id,
  why: '',
  title: '',
  protocol: 'toy',
  section: '1',
  requires: [],
  level,
  ports: [],
  kind: 'live',
  expects: 'service',
  deadline: 1,
  run: async () => {},
});

it('counts a mutant for each clause that it breaks, and names clauses that no mutant breaks', () => {
  const rows = [row('killed', ['T-1', 'T-2']), row('survived', ['T-1']), row('elsewhere', ['T-2'])];
  expect(ratesOf(rows, ['T-1', 'T-2', 'T-3'])).toEqual([
    { clause: 'T-1', mutants: 2, killed: 1 },
    { clause: 'T-2', mutants: 2, killed: 1 },
    { clause: 'T-3', mutants: 0, killed: 0 },
  ]);
});

it('lists gating cases that killed nothing, with the reason if there is one', () => {
  const rows = [row('killed', ['T-1'], ['toy/1/a', 'toy/1/d'])];
  const cases = [named('toy/1/a'), named('toy/1/b'), named('toy/1/c'), named('toy/1/should', 'should')];
  const reasons = { 'toy/1/c': 'needs a printer', 'toy/1/d': 'never fails' };
  expect(unprovenOf(rows, cases, reasons)).toEqual({
    unproven: [{ id: 'toy/1/b' }, { id: 'toy/1/c', reason: 'needs a printer' }],
    proven: ['toy/1/d'],
  });
});
