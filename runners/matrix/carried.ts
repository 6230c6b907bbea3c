/** Cases of other clauses that fail because a rule carries their sections as a whole. */
import type { Carried, MayCarry } from '../../reference/mutants/systematic.js';

const sectionOf = (id: string): string => id.split('/')[1] ?? '';

export interface Split {
  /** Cases of other clauses that failed. */
  readonly strays: readonly string[];
  /** Cases of other clauses that failed, in sections that the rule of the mutant carries. */
  readonly carried: readonly string[];
}

/** Divides the cases of other clauses that failed. */
export function splitStrays(failed: readonly string[], carries: Carried | undefined): Split {
  const isCarried = (id: string): boolean => carries?.sections.includes(sectionOf(id)) === true;
  return { strays: failed.filter((id) => !isCarried(id)), carried: failed.filter(isCarried) };
}

/** Mutants that are said to carry sections although no case there failed. The rows must come from a run of all cases. */
export const staleIn = (
  rows: readonly (MayCarry & Pick<Split, 'carried'> & { readonly path: string })[],
): readonly string[] =>
  rows.flatMap(({ path, carries, carried }) => (carries && carried.length === 0 ? [path] : []));
