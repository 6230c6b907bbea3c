/** The part of the mutants that the cases kill, which every report shows. */
import type { Header } from '../suites/model.js';
import { plain } from './escape.js';

export interface Kills {
  readonly killed: number;
  readonly of: number;
}

/** Rounded down, so 100 % means all of them. */
export const rate = (part: number, whole: number): string =>
  whole === 0 ? 'none' : `${Math.floor((1000 * part) / whole) / 10} %`;

/** The text; empty when no mutant breaks the clause. */
export const killWords = (kills: Kills | undefined): string | undefined =>
  kills === undefined || kills.of === 0
    ? undefined
    : `kill rate ${rate(kills.killed, kills.of)}: ${kills.killed} of ${kills.of} mutants`;

/** `echo: kill rate 100 %: 9 of 9 mutants`, for each protocol that the run asks about and that has a recorded rate. */
export function killRates(header: Pick<Header, 'specs' | 'plan'> | undefined): string[] {
  const isAsked = (protocol: string): boolean =>
    header?.plan.cases.some(({ ids }) => ids.some((id) => id.startsWith(`${protocol}/`))) ?? false;
  return (header?.specs ?? []).flatMap(({ protocol, mutants }) => {
    const words = killWords(mutants);
    return words === undefined || !isAsked(protocol) ? [] : [`${plain(protocol)}: ${words}`];
  });
}
