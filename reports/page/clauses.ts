/** What the results say about each clause. */
import { defined } from '../../defined.js';
import type { Verdict } from '../../suites/model.js';
import type { Kills } from '../kill_rate.js';
import { sectionOf } from './filter.js';
import { type Column, isWorse, type Model, type OneCase, verdictOf, worstByCase } from './model.js';

/** `none`: no case of this run asks about it. `excluded`: no case ever will. */
export type Standing = Verdict | 'none' | 'excluded';

export interface ClauseCell {
  readonly id: string;
  readonly text: string;
  readonly level: string;
  readonly mutants?: Kills;
  readonly standing: Standing;
  /** Places of the cases that cite it. */
  readonly cases: readonly number[];
}

export interface SectionRow {
  readonly protocol: string;
  readonly section: string;
  readonly clauses: readonly ClauseCell[];
}

const collator = new Intl.Collator('en', { numeric: true });

/** Which cases cite a clause, by its id. */
function citedBy({ cases }: Pick<Model, 'cases'>): ReadonlyMap<string, readonly number[]> {
  const cited = new Map<string, number[]>();
  for (const [at, { clauses }] of cases.entries()) {
    for (const id of clauses) {
      const known = cited.get(id);
      if (known) known.push(at);
      else cited.set(id, [at]);
    }
  }
  return cited;
}

/** The worst of what was seen; a pass where the others say nothing. */
export function standingOf(verdicts: Iterable<Verdict>): Standing {
  let worst: Verdict | undefined;
  let passed = false;
  for (const verdict of verdicts) {
    if (verdict === 'pass') passed = true;
    if (worst === undefined || isWorse(verdict, worst)) worst = verdict;
  }
  if (worst === 'fail' || worst === 'error') return worst;
  return passed ? 'pass' : (worst ?? 'none');
}

export function coverageOf(model: Model, column: Column): readonly SectionRow[] {
  const worst = worstByCase(model, column);
  const cited = citedBy(model);
  const rows = new Map<string, { protocol: string; section: string; clauses: ClauseCell[] }>();
  const put = (protocol: string, section: string, cell: ClauseCell): void => {
    const key = sectionOf({ protocol, section });
    const known = rows.get(key);
    if (known) known.clauses.push(cell);
    else rows.set(key, { protocol, section, clauses: [cell] });
  };
  const cellOf = (id: string) => {
    const cases = cited.get(id) ?? [];
    const seen = cases.flatMap((at) => {
      const row = worst[at];
      return row === undefined ? [] : [verdictOf(row)];
    });
    return { id, cases, standing: standingOf(seen) };
  };
  const known = new Set<string>();
  for (const { id, protocol, section, text, level, untested, mutants } of model.data.catalogue.clauses) {
    known.add(id);
    const cell = cellOf(id);
    const standing = cell.standing === 'none' && untested !== undefined ? 'excluded' : cell.standing;
    put(protocol, section, {
      ...cell,
      standing,
      level,
      ...defined({ mutants }),
      text: untested === undefined ? text : `${text} (${untested})`,
    });
  }
  for (const [id, [first = 0]] of cited) {
    const one: OneCase | undefined = model.cases[first];
    if (known.has(id) || !one) continue;
    put(one.protocol, one.section, { ...cellOf(id), level: one.level, text: '' });
  }
  return [...rows.values()].sort(
    (a, b) => collator.compare(a.protocol, b.protocol) || collator.compare(a.section, b.section),
  );
}
