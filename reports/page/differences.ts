/** What became of each case between two recordings of the same targets. */
import type { Verdict } from '../../suites/model.js';
import { sectionOf } from './filter.js';
import { type Column, type Model, verdictOf, worstByCase } from './model.js';
import type { ResultPlace } from './route.js';

export interface ShownChange {
  readonly caseAt: number;
  readonly before?: Verdict;
  readonly after?: Verdict;
  /** In the later recording, or in the earlier where the later has none. */
  readonly place: ResultPlace;
}

export interface Changes {
  readonly before: Column;
  readonly after: Column;
  /** Passed before and does not now, or fails and was not asked before. */
  readonly worse: readonly ShownChange[];
  readonly better: readonly ShownChange[];
  /** Told as unsteady by a run, or not the same in each round of one. */
  readonly unsteady: readonly ShownChange[];
  readonly other: readonly ShownChange[];
  readonly same: number;
}

export function changesBetween(model: Model, before: Column, after: Column): Changes {
  const [was, is] = [worstByCase(model, before), worstByCase(model, after)];
  const unstable = new Set([...unsteadyIn(before), ...unsteadyIn(after)]);
  const groups = {
    worse: [] as ShownChange[],
    better: [] as ShownChange[],
    unsteady: [] as ShownChange[],
    other: [] as ShownChange[],
  };
  let same = 0;
  for (const caseAt of model.cases.keys()) {
    const change = changeOf(caseAt, [before, was[caseAt]], [after, is[caseAt]]);
    if (!change) continue;
    if (unstable.has(caseAt)) groups.unsteady.push(change);
    else if (change.before === change.after) same++;
    else if (change.before === 'pass' || change.after === 'fail') groups.worse.push(change);
    else if (change.before !== undefined && change.after === 'pass') groups.better.push(change);
    else groups.other.push(change);
  }
  const inOrder = (list: ShownChange[]): ShownChange[] => list.sort(bySectionIn(model));
  return {
    before,
    after,
    same,
    worse: inOrder(groups.worse),
    better: inOrder(groups.better),
    unsteady: inOrder(groups.unsteady),
    other: inOrder(groups.other),
  };
}

const collator = new Intl.Collator('en', { numeric: true });

const bySectionIn =
  ({ cases }: Pick<Model, 'cases'>) =>
  (a: ShownChange, b: ShownChange): number => {
    const [one, other] = [cases[a.caseAt], cases[b.caseAt]];
    if (!one || !other) return 0;
    return collator.compare(sectionOf(one), sectionOf(other)) || collator.compare(one.id, other.id);
  };

type Side = readonly [Column, Column['results'][number] | undefined];

function changeOf(caseAt: number, [old, was]: Side, [now, is]: Side): ShownChange | undefined {
  const [column, row] = is ? [now, is] : [old, was];
  if (!row) return undefined;
  return {
    caseAt,
    place: { column, at: column.results.indexOf(row) },
    ...(was ? { before: verdictOf(was) } : {}),
    ...(is ? { after: verdictOf(is) } : {}),
  };
}

/** Cases that are marked as unsteady, or that had several verdicts over the rounds. */
function unsteadyIn({ results }: Column): ReadonlySet<number> {
  const seen = new Map<number, Verdict>();
  const found = new Set<number>();
  for (const row of results) {
    const verdict = verdictOf(row);
    const known = seen.get(row[0]);
    if (row[5]?.unsteady || (known !== undefined && known !== verdict)) found.add(row[0]);
    seen.set(row[0], verdict);
  }
  return found;
}
