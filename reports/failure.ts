import type { Header } from '../suites/model.js';
import type { Background } from './background.js';
import { causeRows } from './cause_text.js';
import type { Cause } from './causes.js';
import { palette } from './color.js';
import { failureOf } from './failure_model.js';

const INDENT = '      ';
const LABEL = 10;

export interface FailureSurroundings {
  readonly header: Header | undefined;
  readonly background: Background;
  readonly color: boolean;
}

/** One cause for a terminal: its first failure, and the other cases that it explains. */
export function failureText(cause: Cause, { header, background, color }: FailureSurroundings): string {
  const { dim, bold, cyan, red, yellow } = palette(color);
  const { verdict, gates } = cause.first;
  const { id, title, notes, rows } = failureOf(cause.first, header, background);
  const word = (gates ? red : yellow)(bold(verdict === 'error' ? 'ERR ' : 'FAIL'));
  const aside = notes.length > 0 ? `  (${notes.join('; ')})` : '';
  const rerun = rows.filter(({ label }) => label === 'rerun');
  const lines = [
    `${word}  ${bold(id)}${dim(aside)}`,
    `${INDENT}${title}`,
    ...[...rows.filter((row) => !rerun.includes(row)), ...causeRows(cause), ...rerun].flatMap(
      ({ label, lines: [first = '', ...rest] }) => [
        `${INDENT}${dim(label.padEnd(LABEL - 1))} ${label === 'rerun' ? cyan(first) : first}`,
        ...rest.map((line) => `${INDENT}${' '.repeat(LABEL)}${line}`),
      ],
    ),
  ];
  return `${lines.join('\n')}\n\n`;
}
