/** What a run comes to: sums over its results, the exit code of the contract, and why it is not zero. */
import type { Result, Verdict } from './suites/model.js';

export const EXIT = { green: 0, failed: 1, usage: 2, incomplete: 3, interrupted: 130 } as const;

/** What stands for each exit code in a summary. */
export const exitWords: Readonly<Record<number, string>> = {
  [EXIT.green]: 'GREEN',
  [EXIT.failed]: 'RED',
  [EXIT.usage]: 'NOT RUN',
  [EXIT.incomplete]: 'INCOMPLETE',
  [EXIT.interrupted]: 'INTERRUPTED',
};

export interface Sums {
  readonly counts: Record<Verdict, number>;
  /** Fails that gate. */
  gating: number;
  gatingBlocked: number;
  /** Errors that are nobody's fault: a case failed and then passed. */
  unsteady: number;
}

export const emptySums = (): Sums => ({
  counts: { pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 },
  gating: 0,
  gatingBlocked: 0,
  unsteady: 0,
});

export function add(sums: Sums, { verdict, gates, unsteady }: Result): void {
  sums.counts[verdict]++;
  if (gates && verdict === 'fail') sums.gating++;
  if (gates && verdict === 'blocked') sums.gatingBlocked++;
  if (unsteady) sums.unsteady++;
}

export interface Ending {
  readonly sums: Sums;
  readonly planned: number;
  readonly notRun: number;
  /** What else makes it red: waivers that are stale or expired, shards that were red. */
  readonly failed?: readonly string[];
  /** What else keeps it from being whole: a missing shard, an end from outside. */
  readonly incomplete?: readonly string[];
  readonly interrupted?: boolean;
  readonly bailed?: boolean;
  /** What may explain it, where it is not green. */
  readonly remarks?: readonly string[];
}

/** The exit code, and why it is not zero, one sentence each. */
export function exitOf(ending: Ending): { exit: number; reasons: string[] } {
  const { failed: more = [], remarks = [], interrupted = false } = ending;
  const { gating } = ending.sums;
  const failed = [...(gating > 0 ? [`${counted(gating, 'gating case')} failed`] : []), ...more];
  const incomplete = whyIncomplete(ending);
  const reasons = [...failed, ...incomplete, ...(failed.length + incomplete.length > 0 ? remarks : [])];
  if (interrupted) {
    const told = (ending.incomplete ?? []).length > 0;
    return { exit: EXIT.interrupted, reasons: told ? reasons : ['interrupted', ...reasons] };
  }
  if (failed.length > 0) return { exit: EXIT.failed, reasons };
  return { exit: incomplete.length > 0 ? EXIT.incomplete : EXIT.green, reasons };
}

function whyIncomplete({ sums, planned, notRun, incomplete = [], bailed = false }: Ending): string[] {
  const { counts, gatingBlocked, unsteady } = sums;
  const faults = counts.error - unsteady;
  return [
    ...incomplete,
    ...(planned === 0 ? ['nothing matched: no case was planned'] : []),
    ...(planned > 0 && counts.pass === 0 ? ['no case passed'] : []),
    ...(gatingBlocked > 0 ? [`${counted(gatingBlocked, 'case')} could not be run`] : []),
    ...(unsteady > 0 ? [`${counted(unsteady, 'case')} unsteady: failed, and passed when asked again`] : []),
    ...(faults > 0 ? [`${counted(faults, 'case')} met a fault of ours`] : []),
    ...(notRun > 0
      ? [`${counted(notRun, 'case')} of the plan did not run${bailed ? ', by --bail' : ''}`]
      : []),
  ];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
