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
  describe.concurrent('are killed by a case of the clause that they break', { timeout: 60_000 }, () => {
    it.each(punchMutants.map((mutant) => [mutant.name, mutant] as const))('%s', async (_name, mutant) => {
      const hasty = await tryToKill(mutant, 'related', 300);
      // On a busy machine even what is right may come too late to tell it from what is wrong.
      const { by } = hasty.by.length > 0 ? hasty : await tryToKill(mutant, 'related', 3_000);
      expect(by.map(({ id }) => id)).not.toEqual([]);
    });
  });
});
