/** Writes what `mutants` has measured to where coverage, reports and the README take it from. */
import { readFileSync, writeFileSync } from 'node:fs';
import { inPackage } from '../package.js';
import { rate } from '../reports/mutants.js';
import type { Row } from '../runners/matrix/matrix.js';
import { isKilled, ratesOf } from '../runners/matrix/rate.js';
import { type Kills, killsOf, killsPath, recordOf } from '../suites/kills.js';
import type { Protocol } from '../suites/protocol.js';
import { protocols } from '../suites/protocols.js';

const [BEGIN, END] = ['<!-- conform mutants --record writes this -->', '<!-- to here -->'];
const readme = (): string => inPackage('README.md');

export function recordKills(rows: readonly Row[], chosen: readonly Protocol[]): void {
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
  writeFileSync(readme(), withKills(readFileSync(readme(), 'utf8')));
}

/** The README with the rates as they are recorded. */
export function withKills(text: string): string {
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`README.md has no place between ${BEGIN} and ${END}`);
  const kills = protocols.flatMap(({ spec }) => killsOf(spec.protocol) ?? []);
  return `${text.slice(0, start)}${BEGIN}\n\n${sentences(kills)}\n\n${text.slice(end)}`;
}

function sentences(kills: readonly Kills[]): string {
  const sum = (of: (one: Kills) => number): number => kills.reduce((all, one) => all + of(one), 0);
  const [killed, mutants] = [sum((one) => one.killed), sum((one) => one.mutants)];
  const each = kills.map((one) => `${one.protocol} ${one.killed} of ${one.mutants}`).join(', ');
  return `**${killed} of ${mutants} mutants are killed** (${rate(killed, mutants)}) by a failed check of a case of their own clause: ${each}.`;
}
