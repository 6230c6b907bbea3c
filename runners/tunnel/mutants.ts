/** Wrong tunnel programs before the cases that have to find them, and right ones before those that they have to pass. */
import type { TunnelEquivalent } from '../../reference/mutants/tunnel/equivalents.js';
import type { TunnelMutant } from '../../reference/mutants/tunnel/mutants.js';
import { levelledBy } from '../../suites/levelled.js';
import type { Case, Target } from '../../suites/model.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { tunnel } from '../../suites/tunnel/index.js';
import { kills } from '../kill.js';
import { type Outcome, tryCase, tryCases } from '../try_cases.js';
import { builtFile } from './built_file.js';
import { tunnelTarget } from './target.js';

/** What a case saw of a wrong program. */
export interface Finding {
  readonly id: string;
  readonly red: boolean;
  readonly why: string;
}

const caseOf = (id: string): Case | undefined => liveCases.find((one) => one.id === id);

/** Cases that are named but are not there, or cite no clause that the program breaks; clauses that none of them cites. */
export function uncited({ id: fault, clause: breaks, killedBy }: TunnelMutant): readonly string[] {
  const cited = killedBy.map((id) => ({ id, requires: caseOf(id)?.requires ?? [] }));
  return [
    ...cited
      .filter(({ requires }) => !breaks.some((clause) => requires.includes(clause)))
      .map(({ id }) => id),
    ...breaks.filter((clause) => !cited.some(({ requires }) => requires.includes(clause))),
  ].map((what) => `${fault}: ${what}`);
}

/** The scripts that no attempt has turned red. */
export const neverRed = (red: ReadonlySet<string>): readonly string[] =>
  liveCases.map(({ id }) => id).filter((id) => !red.has(id));

/** Puts a program to these cases, in one lab. Those that wait run beside the others. */
export async function putMutant({ id: fault }: TunnelMutant, cases: readonly string[]): Promise<Finding[]> {
  const target = await programTarget(fault);
  const put = async (id: string): Promise<Finding> => {
    const one = caseOf(id);
    if (!one) return { id, red: false, why: 'there is no such case' };
    const first = await tryCase(one, target);
    // A resolver may take a local port of the case for one question at any time, so a lost case is asked once more.
    const { verdict, failed, reason } = first.failed.length > 0 ? first : await tryCase(one, target);
    // Only a failed check counts as red. A program that never starts would be lost in every case.
    const broken = failed[0]?.what;
    return { id, red: kills({ verdict, failed }), why: broken ?? (reason || 'every check held') };
  };
  try {
    return await Promise.all(cases.map(put));
  } finally {
    await target.close();
  }
}

const programTarget = (name: string): Promise<Target> =>
  tunnelTarget({ name, command: [process.execPath, builtFile('program/tunnel_mutant.js'), name] });

/** Cases with longer waits are not asked of equivalents. */
const QUICK = 20_000;

const gating = tunnel.cases
  .map(levelledBy(tunnel.requirements))
  .filter(({ level, waits = 0 }) => level === 'must' && waits <= QUICK);

/** Gating cases that a correct program does not pass. Those that fail are asked again. */
export async function falseAlarms({ id }: TunnelEquivalent): Promise<readonly Outcome[]> {
  const target = await programTarget(`equivalent:${id}`);
  const alarmsAmong = async (some: readonly Case[]): Promise<readonly Outcome[]> =>
    (await tryCases(some, target, 1, tunnel.cases)).filter(
      ({ verdict }) => verdict !== 'pass' && verdict !== 'skip',
    );
  try {
    const first = new Set((await alarmsAmong(gating)).map((one) => one.id));
    return first.size === 0 ? [] : await alarmsAmong(gating.filter((one) => first.has(one.id)));
  } finally {
    await target.close();
  }
}
