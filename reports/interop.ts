/** The interop matrix as text. Each cell shows its counts. */
import type { Verdict } from '../suites/model.js';
import { palette } from './color.js';
import { wrap } from './columns.js';
import { plain } from './escape.js';

export interface ShownQuestion {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly reason?: string;
}

export interface ShownCell {
  readonly row: string;
  readonly column: string;
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly open: readonly ShownQuestion[];
  readonly blame: readonly string[];
}

export interface ShownInterop {
  readonly what: string;
  readonly rows: string;
  readonly columns: string;
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
  readonly cells: readonly ShownCell[];
}

/** The text of a cell: `24 pass`, `3 of 27 fail`, `not asked`. */
export function cellText(cell: ShownCell | undefined): string {
  if (!cell) return 'not asked';
  const { pass, fail, blocked, error } = cell.counts;
  const asked = pass + fail + blocked + error;
  if (cell.verdict === 'pass') return `${pass} pass`;
  if (cell.verdict === 'skip') return 'nothing in common';
  return `${cell.counts[cell.verdict]} of ${asked} ${words[cell.verdict]}`;
}

const words = { fail: 'fail', blocked: 'blocked', error: 'error' } as const;

export const cellAt = ({ cells }: ShownInterop, row: string, column: string): ShownCell | undefined =>
  cells.find((cell) => cell.row === row && cell.column === column);

export const titleOf = ({ what, rows, columns }: ShownInterop): string => `${what}: ${rows} x ${columns}`;

/** The cells to explain, in the order of the matrix. */
export const told = ({ cells }: ShownInterop): readonly ShownCell[] =>
  cells.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');

export const MOST_QUESTIONS = 3;

/** The cases of a cell that ran and did not pass. */
export const openOf = ({ open }: ShownCell): readonly ShownQuestion[] =>
  open.filter(({ verdict }) => verdict !== 'skip');

const GAP = 2;

export function interopText(matrices: readonly ShownInterop[], width: number, color: boolean): string {
  return matrices.map((matrix) => matrixText(matrix, width, color)).join('\n');
}

function matrixText(matrix: ShownInterop, width: number, color: boolean): string {
  const { bold, red, green, yellow, dim } = palette(color);
  const paint = (verdict: Verdict | undefined, text: string): string =>
    verdict === 'pass' ? green(text) : verdict === 'fail' ? red(text) : yellow(text);
  const corner = `${matrix.rows} \\ ${matrix.columns}`;
  const head = [corner, ...matrix.columnNames].map((name) => plain(name));
  const lines = matrix.rowNames.map((row) => ({
    name: plain(row),
    cells: matrix.columnNames.map((column) => cellAt(matrix, row, column)),
  }));
  const widths = head.map((name, at) =>
    Math.max(
      name.length,
      ...lines.map((line) => (at === 0 ? line.name : cellText(line.cells[at - 1])).length),
    ),
  );
  const padded = (text: string, at: number): string => text.padEnd((widths[at] ?? 0) + GAP);
  const table = [
    head.map(padded).join('').trimEnd(),
    ...lines.map(({ name, cells }) =>
      [
        padded(name, 0),
        ...cells.map((cell, at) => paint(cell?.verdict, padded(cellText(cell), at + 1))),
      ].join(''),
    ),
  ];
  const details = told(matrix).flatMap((cell) => [
    '',
    `${paint(cell.verdict, cell.verdict.toUpperCase())}  ${bold(`${plain(cell.row)} x ${plain(cell.column)}`)}`,
    ...cell.blame.flatMap((sentence) => wrap(plain(sentence, 1000), width - 4).map((line) => `  ${line}`)),
    ...openOf(cell)
      .slice(0, MOST_QUESTIONS)
      .flatMap(({ id, title, reason = 'no reason was given' }) => [
        `  ${plain(id)}  ${dim(plain(title))}`,
        ...wrap(plain(reason, 600), width - 6).map((line) => `    ${line}`),
      ]),
    ...(openOf(cell).length > MOST_QUESTIONS
      ? [dim(`  and ${openOf(cell).length - MOST_QUESTIONS} more: --report json has all`)]
      : []),
  ]);
  return `${[bold(titleOf(matrix)), '', ...table, ...details].join('\n')}\n`;
}

/** The last line: how many pairs work. */
export function interopVerdict(matrices: readonly ShownInterop[]): string {
  const cells = matrices.flatMap((matrix) => matrix.cells);
  const count = (...verdicts: Verdict[]) => cells.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const parts = [
    `${count('pass')} of ${cells.length} pairs work`,
    ...(count('fail') > 0 ? [`${count('fail')} fail`] : []),
    ...(count('blocked', 'error') > 0 ? [`${count('blocked', 'error')} could not be tested`] : []),
    ...(count('skip') > 0 ? [`${count('skip')} have nothing in common`] : []),
  ];
  return `${parts.join(', ')}\n`;
}
