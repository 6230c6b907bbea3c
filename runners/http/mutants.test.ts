import { describe, expect, it } from 'vitest';
import { punchMutants } from '../../reference/mutants/punch/mutants.js';
import { requirements } from '../../suites/punch/requirements.js';
import { tryToKill } from './mutants.js';

describe('deliberately wrong brokers', () => {
  it('are sixty or more, each with a name of its own and clauses that exist', () => {
    const known = new Set(requirements.map(({ id }) => id));
    expect(punchMutants.length).toBeGreaterThanOrEqual(60);
    expect(new Set(punchMutants.map(({ name }) => name)).size).toBe(punchMutants.length);
    expect(punchMutants.flatMap(({ breaks }) => breaks).filter((id) => !known.has(id))).toEqual([]);
  });

  // Every case against every one of them is checks/punch_mutants.ts.
  describe.concurrent('are killed by a case of the clause that they break', () => {
    it.each(punchMutants.map((mutant) => [mutant.name, mutant] as const))('%s', async (_name, mutant) => {
      const { by } = await tryToKill(mutant, 'related');
      expect(by.map(({ id }) => id)).not.toEqual([]);
    });
  });
});
