import type { Requirement } from './model.js';

/** The part of a case that coverage needs. */
export interface Citing {
  readonly id: string;
  readonly requires: readonly string[];
  /** How it observes: `vector`, `live` or `live-client`. Without it, the case is not counted under any of these. */
  readonly way?: string;
}

/** `waits`: the suite that would test it is missing. `neither`: it is neither tested nor excluded, which is an error. */
type Standing = 'tested' | 'excluded' | 'waits' | 'neither';

export interface CoverageRow {
  readonly requirement: Requirement;
  readonly standing: Standing;
  /** Ids of the cases that cite it. */
  readonly cases: readonly string[];
  /** Why it is excluded, or which suite it waits for. */
  readonly reason?: string;
  /** Ways in which it could be observed and no case does so, if a case observes it in another way. */
  readonly unseen: readonly string[];
  /** How many of the mutants that break it are killed. Absent if none was tried. */
  readonly mutants?: { readonly killed: number; readonly of: number };
}

export interface CoverageTotals extends Readonly<Record<Standing, number>> {
  readonly protocol: string;
  readonly requirements: number;
  readonly cases: number;
}

export interface Coverage {
  readonly rows: readonly CoverageRow[];
  readonly totals: readonly CoverageTotals[];
  /** Citations of requirements that do not exist. */
  readonly unknown: readonly { readonly case: string; readonly requirement: string }[];
  /** Whether every requirement is tested or excluded, and every cited one exists. */
  readonly complete: boolean;
}

/** Finds the cases of each requirement. */
export function coverage(requirements: readonly Requirement[], cases: readonly Citing[]): Coverage {
  const citing = new Map<string, Citing[]>(requirements.map(({ id }) => [id, []]));
  const unknown: { case: string; requirement: string }[] = [];
  for (const one of cases) {
    for (const id of new Set(one.requires)) {
      const list = citing.get(id);
      if (list) list.push(one);
      else unknown.push({ case: one.id, requirement: id });
    }
  }
  const rows = requirements.map((requirement) => rowOf(requirement, citing.get(requirement.id) ?? []));
  const totals = [...new Set(requirements.map(({ protocol }) => protocol))].map((protocol) =>
    totalsOf(
      protocol,
      rows.filter(({ requirement }) => requirement.protocol === protocol),
    ),
  );
  const complete = unknown.length === 0 && totals.every(({ waits, neither }) => waits + neither === 0);
  return { rows, totals, unknown, complete };
}

function rowOf(requirement: Requirement, citing: readonly Citing[]): CoverageRow {
  const cases = citing.map(({ id }) => id);
  if (citing.length > 0) {
    const taken = new Set(citing.map(({ way }) => way));
    const unseen = requirement.observed.filter((way) => way !== 'none' && !taken.has(way));
    return { requirement, standing: 'tested', cases, unseen: taken.has(undefined) ? [] : unseen };
  }
  const untested = { requirement, cases, unseen: [] };
  if (requirement.excluded !== undefined)
    return { ...untested, standing: 'excluded', reason: requirement.excluded };
  if (requirement.waits !== undefined)
    return { ...untested, standing: 'waits', reason: `for the suite ${requirement.waits}` };
  return { ...untested, standing: 'neither' };
}

function totalsOf(protocol: string, rows: readonly CoverageRow[]): CoverageTotals {
  const count = (standing: Standing) => rows.filter((row) => row.standing === standing).length;
  return {
    protocol,
    requirements: rows.length,
    tested: count('tested'),
    excluded: count('excluded'),
    waits: count('waits'),
    neither: count('neither'),
    cases: new Set(rows.flatMap(({ cases }) => cases)).size,
  };
}
