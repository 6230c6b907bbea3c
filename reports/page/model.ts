/** The data of the page as its parts look things up in it. */

import type { Level, Result, Verdict } from '../../suites/model.js';
import type { Background } from '../background.js';
import { type Failure, failureOf } from '../failure_model.js';
import { GATES, LEVELS, type PageData, type ResultRow, type RunData, VERDICTS } from '../html/data.js';

export interface OneCase {
  readonly id: string;
  readonly title: string;
  readonly protocol: string;
  readonly section: string;
  readonly clauses: readonly string[];
  readonly level: Level;
  readonly why: string;
  readonly tags: readonly string[];
}

/** One implementation in one recording. */
export interface Column {
  readonly at: number;
  readonly run: RunData;
  readonly runAt: number;
  readonly target: string;
  /** Unlike that of any other column. */
  readonly label: string;
  readonly results: readonly ResultRow[];
}

export type Mode = 'one' | 'compare' | 'matrix';

export interface Model {
  readonly data: PageData;
  readonly cases: readonly OneCase[];
  readonly columns: readonly Column[];
  readonly mode: Mode;
  readonly background: Background;
}

export const verdictOf = ([, state]: ResultRow): Verdict => VERDICTS[state % GATES] ?? 'error';
const gatesOf = ([, state]: ResultRow): boolean => state >= GATES;

export function modelOf(data: PageData): Model {
  const cases = data.cases.map(([id, title, section, clauses, level, why, tags = []]) => ({
    id,
    title,
    protocol: id.slice(0, Math.max(0, id.indexOf('/'))),
    section,
    clauses: data.clauses[clauses] ?? [],
    level: LEVELS[level] ?? 'must',
    why: typeof why === 'number' ? (data.whys[why] ?? '') : why,
    tags,
  }));
  const columns = columnsOf(data.runs);
  return { data, cases, columns, mode: modeOf(data.runs, columns), background: backgroundOf(data) };
}

function columnsOf(runs: readonly RunData[]): Column[] {
  const all = runs.flatMap((run, runAt) =>
    run.columns.map(({ target, results }) => ({ run, runAt, target, results })),
  );
  const labels = new Map<string, number>();
  return all.map((one, at) => {
    const isAlone = all.filter(({ target }) => target === one.target).length === 1;
    const dated = isAlone ? one.target : `${one.target}, ${dayOf(one.run.header.started)}`;
    const times = (labels.get(dated) ?? 0) + 1;
    labels.set(dated, times);
    return { ...one, at, label: times === 1 ? dated : `${dated} (${times})` };
  });
}

export const dayOf = (started: string): string => started.slice(0, 16).replace('T', ' ');

/** Two recordings of the same targets are before and after; other columns stand side by side. */
function modeOf(runs: readonly RunData[], columns: readonly Column[]): Mode {
  if (columns.length < 2) return 'one';
  const names = runs.map((run) =>
    run.columns
      .map(({ target }) => target)
      .sort()
      .join('\n'),
  );
  return runs.length === 2 && names[0] === names[1] ? 'compare' : 'matrix';
}

function backgroundOf({ catalogue }: PageData): Background {
  const clauses = new Map(catalogue.clauses.map((one) => [one.id, one]));
  return {
    clause: (id) => clauses.get(id),
    findings: (ids) =>
      catalogue.findings.filter(({ related }) => related.some((one) => ids.includes(one))).slice(0, 3),
  };
}

/** The line of the stream, as far as the page has it. */
export function resultOf({ data, cases }: Model, { target }: Column, row: ResultRow): Result {
  const [caseAt, , ms, at, reason = 0, more = {}] = row;
  const one = cases[caseAt];
  const { rows: _rows, checks, evidence, ...rest } = more;
  return {
    kind: 'result',
    target,
    id: one?.id ?? '',
    title: one?.title ?? '',
    section: one?.section ?? '',
    requires: one?.clauses ?? [],
    level: one?.level ?? 'must',
    verdict: verdictOf(row),
    gates: gatesOf(row),
    ms,
    at,
    ...(reason === 0 ? {} : { reason: data.reasons[reason - 1] ?? '' }),
    ...(one?.why ? { why: one.why } : {}),
    ...rest,
    ...(checks === undefined ? {} : { checks: checks as NonNullable<Result['checks']> }),
    ...(evidence === undefined ? {} : { evidence: evidence as NonNullable<Result['evidence']> }),
  };
}

/** What is shown of one result, by the same rules as on a terminal. */
export function shownOf(model: Model, column: Column, row: ResultRow): Failure {
  const failure = failureOf(resultOf(model, column, row), column.run.header, model.background);
  const rows = row[5]?.rows;
  return rows === undefined ? failure : { ...failure, rows };
}

const RANK: Readonly<Record<Verdict, number>> = { pass: 0, skip: 1, blocked: 2, error: 3, fail: 4 };

export const isWorse = (a: Verdict, b: Verdict): boolean => RANK[a] > RANK[b];

/** Of each case the worst of its results in a column; undefined where it has none. */
export function worstByCase(
  { cases }: Pick<Model, 'cases'>,
  column: Column,
): readonly (ResultRow | undefined)[] {
  const worst = new Array<ResultRow | undefined>(cases.length).fill(undefined);
  for (const row of column.results) {
    const known = worst[row[0]];
    if (known === undefined || isWorse(verdictOf(row), verdictOf(known))) worst[row[0]] = row;
  }
  return worst;
}

export function countsOf(results: readonly ResultRow[]): Readonly<Record<Verdict, number>> {
  const counts = { pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 };
  for (const row of results) counts[verdictOf(row)]++;
  return counts;
}
