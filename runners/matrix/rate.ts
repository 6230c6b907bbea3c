/** Sums up a kill matrix: mutants by clause, and the cases that killed none. */
import { defined } from '../../defined.js';
import type { Case } from '../../suites/model.js';
import type { MutantRow } from './matrix.js';

export interface ClauseRate {
  readonly clause: string;
  /** The mutants that break it. */
  readonly mutants: number;
  /** How many of them a case of their clauses killed. */
  readonly killed: number;
}

export const isKilled = ({ fate }: Pick<MutantRow, 'fate'>): boolean =>
  fate === 'killed' || fate === 'faulty';

/** In the order of `clauses`, with those that no mutant breaks. */
export function ratesOf(rows: readonly MutantRow[], clauses: readonly string[]): readonly ClauseRate[] {
  const rates = new Map(clauses.map((clause) => [clause, { mutants: 0, killed: 0 }]));
  for (const row of rows) {
    for (const clause of new Set(row.clause)) {
      const rate = rates.get(clause);
      if (!rate) continue;
      rate.mutants++;
      if (isKilled(row)) rate.killed++;
    }
  }
  return [...rates].map(([clause, rate]) => ({ clause, ...rate }));
}

export interface Unproven {
  readonly id: string;
  /** Why it can kill no mutant. */
  readonly reason?: string;
}

/** Gating cases that killed nothing, and cases that killed something although a reason says that they cannot. */
export function unprovenOf(
  rows: readonly MutantRow[],
  cases: readonly Case[],
  reasons: Readonly<Record<string, string>>,
): { readonly unproven: readonly Unproven[]; readonly proven: readonly string[] } {
  const killers = new Set(rows.flatMap((row) => row.killers));
  const idle = cases.filter(({ id, level }) => level === 'must' && !killers.has(id));
  return {
    unproven: idle.map(({ id }) => ({
      id,
      ...defined({ reason: reasons[id] }),
    })),
    proven: Object.keys(reasons).filter((id) => killers.has(id)),
  };
}
