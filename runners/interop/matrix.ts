/** Lets every pair meet. A failed pair is blamed on the end that also failed with the reference. */
import type { Verdict } from '../../suites/model.js';
import {
  type Cell,
  type End,
  type Matrix,
  type Meetings,
  type Pairing,
  type PairResult,
  type Peer,
  REFERENCE,
} from './model.js';

/** Meetings mostly wait, but more than two at once starve each other on a small machine. */
const AT_ONCE = 2;

interface Met {
  readonly row: Peer;
  readonly column: Peer;
  readonly questions: readonly PairResult[];
}

export interface MatrixOptions {
  readonly signal: AbortSignal;
  /** Called when a pair has met. */
  readonly tell?: (cell: { readonly row: string; readonly column: string }) => void;
}

export async function matrixOf(
  pairing: Omit<Pairing, 'open' | 'ends'>,
  ends: { readonly rows: readonly Peer[]; readonly columns: readonly Peer[] },
  meetings: Meetings,
  { signal, tell = () => {} }: MatrixOptions,
): Promise<Matrix> {
  const pairs = ends.rows.flatMap((row) => ends.columns.map((column) => ({ row, column })));
  const met: Met[] = [];
  const left = pairs.entries();
  const work = async (): Promise<void> => {
    for (const [at, { row, column }] of left) {
      if (signal.aborted) return;
      met[at] = { row, column, questions: await meetings.meet(row, column) };
      tell({ row: row.name, column: column.name });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    what: pairing.what,
    rows: pairing.rows,
    columns: pairing.columns,
    rowNames: ends.rows.map(({ name }) => name),
    columnNames: ends.columns.map(({ name }) => name),
    cells: met.filter((one) => one !== undefined).map((one) => cellOf(one, met, pairing)),
  };
}

const NONE: Readonly<Record<Verdict, number>> = { pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 };

function cellOf(one: Met, all: readonly Met[], pairing: Pick<Pairing, 'rows' | 'columns'>): Cell {
  const counts = { ...NONE };
  for (const { verdict } of one.questions) counts[verdict]++;
  return {
    row: one.row.name,
    column: one.column.name,
    verdict: verdictOf(counts),
    counts,
    open: one.questions.filter(({ verdict }) => verdict !== 'pass'),
    blame: counts.fail === 0 ? [] : blameOf(one, all, pairing),
  };
}

const verdictOf = (counts: Readonly<Record<Verdict, number>>): Verdict =>
  (['fail', 'error', 'blocked', 'pass'] as const).find((verdict) => counts[verdict] > 0) ?? 'skip';

const MOST = 3;

function blameOf(
  one: Met,
  all: readonly Met[],
  { rows, columns }: Pick<Pairing, 'rows' | 'columns'>,
): string[] {
  const failed = one.questions.filter(({ verdict }) => verdict === 'fail');
  const by = new Map<End | 'neither', PairResult[]>();
  for (const question of failed) {
    const ends = question.fault ?? beside(question, one, all);
    for (const end of ends.length > 0 ? ends : (['neither'] as const)) {
      by.set(end, [...(by.get(end) ?? []), question]);
    }
  }
  const said = (end: End | 'neither', told: string): string[] => {
    const questions = by.get(end);
    return questions ? [`${told}: ${idsOf(questions)}`] : [];
  };
  const [row, column] = [`${one.row.name} as ${rows}`, `${one.column.name} as ${columns}`];
  return [
    ...said('row', `${row} is at fault, by what it did with the reference`),
    ...said('column', `${column} is at fault, by what it did with the reference`),
    ...said('neither', `${row} and ${column} both work with the reference, and fail with each other`),
  ];
}

const idsOf = (questions: readonly PairResult[]): string => {
  const ids = questions.slice(0, MOST).map(({ id }) => id);
  return `${ids.join(', ')}${questions.length > MOST ? ` and ${questions.length - MOST} more` : ''}`;
};

/** The ends that failed the same question with the reference at the other end. */
function beside({ id }: PairResult, { row, column }: Met, all: readonly Met[]): readonly End[] {
  if (column.text === REFERENCE.text && row.text !== REFERENCE.text) return ['row'];
  if (row.text === REFERENCE.text && column.text !== REFERENCE.text) return ['column'];
  const failsIn = (end: End): boolean =>
    all.some(
      (other) =>
        (end === 'row'
          ? other.row === row && other.column.text === REFERENCE.text
          : other.column === column && other.row.text === REFERENCE.text) &&
        other.questions.some((question) => question.id === id && question.verdict === 'fail'),
    );
  return (['row', 'column'] as const).filter(failsIn);
}
