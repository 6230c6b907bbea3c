/** The matrices of an interop run as Markdown: a table for each, with its failures folded below. */
import { markdown, plain } from './escape.js';
import {
  cellAt,
  cellText,
  interopVerdict,
  MOST_QUESTIONS,
  openOf,
  type ShownCell,
  type ShownInterop,
  titleOf,
  told,
} from './interop.js';

const signs = { pass: '✅', fail: '❌', skip: '➖', blocked: '⚠️', error: '⚠️' } as const;

export const interopMarkdown = (matrices: readonly ShownInterop[]): string =>
  `${[...matrices.map(section), interopVerdict(matrices).trim()].join('\n\n')}\n`;

function section(matrix: ShownInterop): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `## ${markdown(titleOf(matrix))}`,
    '',
    row([
      `${markdown(matrix.rows)} / ${markdown(matrix.columns)}`,
      ...matrix.columnNames.map((one) => markdown(one)),
    ]),
    row(['---', ...matrix.columnNames.map(() => '---')]),
    ...matrix.rowNames.map((name) =>
      row([
        markdown(name),
        ...matrix.columnNames.map((column) => {
          const cell = cellAt(matrix, name, column);
          return `${cell ? `${signs[cell.verdict]} ` : ''}${cellText(cell)}`;
        }),
      ]),
    ),
    ...told(matrix).flatMap(details),
  ].join('\n');
}

function details(cell: ShownCell): string[] {
  const open = openOf(cell);
  return [
    '',
    `<details><summary>${markdown(`${cell.row} x ${cell.column}`)}: ${cellText(cell)}</summary>`,
    '',
    ...cell.blame.map((sentence) => `- ${markdown(sentence, 1000)}`),
    ...open
      .slice(0, MOST_QUESTIONS)
      .map(
        ({ id, reason = 'no reason was given' }) => `- ${markdown(id)}: ${markdown(plain(reason, 600), 700)}`,
      ),
    ...(open.length > MOST_QUESTIONS ? [`- and ${open.length - MOST_QUESTIONS} more`] : []),
    '',
    '</details>',
  ];
}
