/** The kill matrix as text for people. */
import { columns } from './columns.js';
import { rate } from './kill_rate.js';

export interface ShownRow {
  readonly path: string;
  readonly what: string;
  readonly clause: readonly string[];
  readonly fate: string;
  readonly killers: readonly string[];
  readonly strays: readonly string[];
  /** Cases of other clauses that failed, in sections that the rule of the mutant carries. */
  readonly carried: readonly string[];
  /** These sections, with the reason. */
  readonly carries?: { readonly sections: readonly string[]; readonly because: string };
  readonly faults: readonly string[];
}

export interface ShownMatrix {
  readonly rows: readonly ShownRow[];
  readonly rates: readonly { readonly clause: string; readonly mutants: number; readonly killed: number }[];
  /** Gating cases that killed no mutant. Empty when some mutants did not run. */
  readonly unproven: readonly { readonly id: string; readonly reason?: string }[];
  /** Cases that have a reason for killing no mutant, but killed one. */
  readonly proven: readonly string[];
  /** Mutants that are said to carry sections although no case there failed. */
  readonly stale: readonly string[];
  /** One sentence for each group that could not run. */
  readonly left: readonly string[];
  /** How many of the rows did not run, because no change since their last kill can reach them. */
  readonly unchanged: number;
}

const SHOWN = 3;

const some = (ids: readonly string[]): string =>
  ids.length > SHOWN ? `${ids.slice(0, SHOWN).join(' ')} and ${ids.length - SHOWN} more` : ids.join(' ');

function detailOf({ fate, killers, strays, faults, what, clause }: ShownRow): string {
  const known = fate === 'killed' ? [] : [what, `breaks ${clause.join(' ')}`];
  return [
    ...known,
    ...(killers.length > 0 ? [some(killers)] : []),
    ...(strays.length > 0 ? [`cases of other clauses fail: ${some(strays)}`] : []),
    ...faults,
  ].join('\n');
}

/** The matrix for a terminal of this width: each mutant, then the problems, then the rate of each protocol. */
export function mutantsTable(matrix: ShownMatrix, width: number): string {
  const rows = [...matrix.rows].sort((a, b) => (a.path < b.path ? -1 : 1));
  return [
    columns(
      rows.map((row) => [row.fate, row.path, detailOf(row)]),
      width,
    ),
    columns(clauseRows(matrix), width),
    `${verdictOn(matrix).join('\n')}\n`,
  ]
    .filter((part) => part.trim() !== '')
    .join('\n');
}

/** Clauses whose mutants are not all killed. */
const clauseRows = ({ rates }: ShownMatrix): readonly (readonly string[])[] =>
  rates
    .filter(({ mutants, killed }) => killed < mutants)
    .map(({ clause, mutants, killed }) => [clause, `${killed} of ${mutants} mutants killed`]);

/** One line for each reason for which failed cases of other clauses raise no warning. */
function carriedIn(rows: readonly ShownRow[]): readonly string[] {
  const byReason = new Map<string, ShownRow[]>();
  for (const row of rows)
    if (row.carries && row.carried.length > 0)
      byReason.set(row.carries.because, [...(byReason.get(row.carries.because) ?? []), row]);
  return [...byReason].map(([because, rows]) => {
    const cases = rows.flatMap(({ carried }) => carried);
    const sections = [...new Set(rows.flatMap(({ carries }) => carries?.sections ?? []))];
    const paths = rows.map(({ path }) => path).sort();
    return `not counted: failed cases of sections ${sections.join(', ')} (${cases.length} in all) with ${paths.join(' ')}. ${because}`;
  });
}

/** The last line has the rate. */
function verdictOn({ rows, unproven, proven, stale, left, unchanged }: ShownMatrix): string[] {
  const count = (...fates: string[]) => rows.filter(({ fate }) => fates.includes(fate)).length;
  const killed = count('killed', 'faulty');
  const others = [
    [count('survived'), 'survived'],
    [count('elsewhere'), 'killed only by cases of other clauses'],
    [count('faulty'), 'with a wrong declaration'],
  ] as const;
  return [
    ...left,
    ...carriedIn(rows),
    ...stale.map(
      (path) =>
        `${path} is said to carry sections, but none of their cases fails: remove \`carries\` from its rule`,
    ),
    ...unproven.map(({ id, reason }) => `unproven: ${id} kills no mutant${reason ? ` (${reason})` : ''}`),
    ...proven.map((id) => `${id} kills a mutant, but has a reason for killing none: remove the reason`),
    ...(unchanged > 0
      ? [`not tried again: ${unchanged} that were killed before and that no change since then can reach`]
      : []),
    [
      `${killed} of ${rows.length} mutants killed (${rate(killed, rows.length)})`,
      ...others.flatMap(([many, what]) => (many > 0 ? [`${many} ${what}`] : [])),
    ].join(', '),
  ];
}

export interface ShownEquivalent {
  readonly path: string;
  readonly what: string;
  readonly alarms: readonly string[];
}

export function equivalentsTable(rows: readonly ShownEquivalent[], left: readonly string[], width: number) {
  const sorted = [...rows].sort((a, b) => (a.path < b.path ? -1 : 1));
  const quiet = rows.filter(({ alarms }) => alarms.length === 0).length;
  return [
    columns(
      sorted.map(({ path, what, alarms }) => [
        alarms.length === 0 ? 'passes' : 'FALSE ALARM',
        path,
        [...(alarms.length === 0 ? [] : [what]), ...alarms].join('\n'),
      ]),
      width,
    ),
    `${[...left, `${quiet} of ${rows.length} equivalents pass every gating case`].join('\n')}\n`,
  ].join('\n');
}
