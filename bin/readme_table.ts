/** The README's table of what is covered: written by `mutants --record` and by `scripts/record-ids.mjs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { inPackage } from '../package.js';
import { rate } from '../reports/kill_rate.js';
import type { MutantRow } from '../runners/matrix/matrix.js';
import { isKilled, ratesOf } from '../runners/matrix/rate.js';
import { coverage } from '../suites/coverage.js';
import { type Kills, killsOf, killsPath, recordOf } from '../suites/kills.js';
import type { Protocol } from '../suites/protocol.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';

const [BEGIN, END] = ['<!-- node scripts/record-ids.mjs writes this -->', '<!-- to here -->'];

export function recordKills(rows: readonly MutantRow[], chosen: readonly Protocol[]): void {
  for (const { spec, requirements } of chosen) {
    const own = rows.filter(({ protocol }) => protocol === spec.protocol);
    const tried = own.map((row) => ({ path: row.path, isKilled: isKilled(row) }));
    const rates = ratesOf(
      own,
      requirements.map(({ id }) => id),
    );
    writeFileSync(
      killsPath(spec.protocol),
      `${JSON.stringify(recordOf(spec.protocol, tried, rates), null, 1)}\n`,
    );
  }
  writeReadme();
}

export function writeReadme(): void {
  const path = inPackage('README.md');
  writeFileSync(path, withCovered(readFileSync(path, 'utf8')));
}

/** The README with the clauses and cases of today, and the kill rates as they are recorded. */
export function withCovered(text: string): string {
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`README.md has no place between ${BEGIN} and ${END}`);
  const kills = protocols.flatMap(({ spec }) => killsOf(spec.protocol) ?? []);
  const table = aligned([HEADS, ...protocols.map(rowOf)]);
  return `${text.slice(0, start)}${BEGIN}\n\n${table}\n\n${sentence(kills)}\n\n${text.slice(end)}`;
}

const HEADS = [
  'protocol',
  'clauses',
  'tested',
  'left out, with a reason',
  'vectors',
  'live cases',
  'mutants killed',
];

function rowOf(protocol: Protocol): string[] {
  const cases = casesOf([protocol]);
  const { requirements } = protocol;
  const { totals } = coverage(requirements, cases);
  const sum = (name: 'tested' | 'excluded'): number => totals.reduce((all, one) => all + one[name], 0);
  const vectors = cases.filter(({ kind }) => kind === 'vector').length;
  const kills = killsOf(protocol.spec.protocol);
  return [
    protocol.spec.protocol,
    ...[requirements.length, sum('tested'), sum('excluded'), vectors, cases.length - vectors].map(String),
    kills ? `${kills.killed} of ${kills.mutants} (${rate(kills.killed, kills.mutants)})` : 'not measured',
  ];
}

/** A Markdown table that is also one in the source: words to the left, figures to the right. */
function aligned([heads = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = heads.map((_, at) => Math.max(...[heads, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(heads), line(rule), ...rows.map(line)].join('\n');
}

function sentence(kills: readonly Kills[]): string {
  const sum = (of: (one: Kills) => number): number => kills.reduce((all, one) => all + of(one), 0);
  const [killed, mutants] = [sum((one) => one.killed), sum((one) => one.mutants)];
  return `**${killed} of ${mutants} mutants are killed** (${rate(killed, mutants)}) by a failed check of a case of their own clause.`;
}
