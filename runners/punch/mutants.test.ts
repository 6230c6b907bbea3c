import { describe, expect, it } from 'vitest';
import type { PunchMutant } from '../../reference/mutants/punch/mutant.js';
import { punchMutants } from '../../reference/mutants/punch/mutants.js';
import { requirements } from '../../suites/punch/requirements.js';
import { tryToKill } from './mutants.js';

const sectionOf = new Map(requirements.map(({ id, section }) => [id, section]));

/** The narrowest mutant of each section of the RFC. `conform mutants` tries all of them. */
const oneOfEachSection = (): readonly PunchMutant[] => {
  const found = new Map<string | undefined, PunchMutant>();
  for (const mutant of punchMutants.toSorted((a, b) => a.clause.length - b.clause.length)) {
    const section = sectionOf.get(mutant.clause[0] ?? '');
    if (!found.has(section)) found.set(section, mutant);
  }
  return [...found.values()];
};

describe('deliberately wrong brokers', () => {
  it('are sixty or more, each with its own name and existing clauses', () => {
    expect(punchMutants.length).toBeGreaterThanOrEqual(60);
    expect(new Set(punchMutants.map(({ id }) => id)).size).toBe(punchMutants.length);
    expect(punchMutants.flatMap(({ clause }) => clause).filter((id) => !sectionOf.has(id))).toEqual([]);
  });

  it('cover nearly every section', () => {
    expect(oneOfEachSection().length).toBeGreaterThan(20);
  });

  describe.concurrent('are killed by a case of the clause that they break', { timeout: 180_000 }, () => {
    // Every third section. `conform mutants` tries all of them.
    it.each(oneOfEachSection().flatMap((one, at) => (at % 3 === 0 ? [[one.id, one] as const] : [])))(
      '%s',
      async (_name, mutant) => {
        const hasty = await tryToKill(mutant, 'related', 300);
        // On a busy machine a right broker may be too late, and look like a wrong one.
        const { by } = hasty.by.length > 0 ? hasty : await tryToKill(mutant, 'related', 3_000);
        expect(by.map(({ id }) => id)).not.toEqual([]);
      },
    );
  });
});
