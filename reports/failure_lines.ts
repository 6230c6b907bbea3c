import type { Header, Result } from '../suites/model.js';
import type { Background } from './background.js';
import { failureOf } from './failure_model.js';
import type { ValueRow } from './failure_values.js';

export interface Surroundings {
  readonly header: Header | undefined;
  readonly background: Background;
}

/** A failure as plain text, one label a line, for formats that attach a text to a case. */
export const failureLines = (result: Result, { header, background }: Surroundings): string[] =>
  rowLines(failureOf(result, header, background).rows);

export const rowLines = (rows: readonly ValueRow[]): string[] =>
  rows.flatMap(({ label, lines: [first = '', ...rest] }) => [
    `${label}: ${first}`,
    ...rest.map((line) => `  ${line}`),
  ]);
