import { expect, it } from 'vitest';
import { concerns, kills } from './kill.js';

it('counts a failed check as a kill', () => {
  expect(kills({ verdict: 'fail', failed: ['a check'] })).toBe(true);
});

it('counts a fail without a failed check only for a mutant that is silent', () => {
  expect(kills({ verdict: 'fail', failed: [] })).toBe(false);
  expect(kills({ verdict: 'fail', failed: [] }, { silent: true })).toBe(true);
});

it.each(['pass', 'skip', 'blocked', 'error'] as const)('counts no %s as a kill', (verdict) => {
  expect(kills({ verdict, failed: ['a check'] }, { silent: true })).toBe(false);
});

it('concerns a mutant only with cases that cite one of its clauses', () => {
  const mutant = { clause: ['A-1', 'A-2'] };
  expect(concerns({ requires: ['B-1', 'A-2'] }, mutant)).toBe(true);
  expect(concerns({ requires: ['B-1'] }, mutant)).toBe(false);
});
