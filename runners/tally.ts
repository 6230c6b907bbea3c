import type { Verdict } from '../suites/model.js';

export interface Tally {
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Fails that gate. */
  readonly gating: number;
  readonly gatingBlocked: number;
  /** Errors that are nobody's: a case failed and then passed. */
  readonly unsteady: number;
  readonly planned: number;
  readonly notRun: number;
  readonly waiverFaults: readonly string[];
  readonly interrupted: boolean;
  readonly bailed: boolean;
  /** Why the run was ended from outside. */
  readonly ended?: string;
  /** What may explain it, where it is not green. */
  readonly remarks?: readonly string[];
}

export const EXIT = { green: 0, failed: 1, usage: 2, incomplete: 3, interrupted: 130 } as const;

/** The exit code of the contract, and why it is not zero, one sentence each. */
export function exitOf(tally: Tally): { exit: number; reasons: string[] } {
  const {
    counts,
    gating,
    gatingBlocked,
    unsteady,
    planned,
    notRun,
    waiverFaults,
    ended,
    remarks = [],
  } = tally;
  const failed = [...(gating > 0 ? [`${plural(gating, 'gating case')} failed`] : []), ...waiverFaults];
  const incomplete = [
    ...(ended === undefined ? [] : [ended]),
    ...(planned === 0 ? ['nothing matched: no case was planned'] : []),
    ...(planned > 0 && counts.pass === 0 ? ['no case passed'] : []),
    ...(gatingBlocked > 0 ? [`${plural(gatingBlocked, 'case')} could not be run`] : []),
    ...(unsteady > 0 ? [`${plural(unsteady, 'case')} unsteady: failed, and passed when asked again`] : []),
    ...(counts.error > unsteady ? [`${plural(counts.error - unsteady, 'case')} met a fault of ours`] : []),
    ...(notRun > 0
      ? [`${plural(notRun, 'case')} of the plan did not run${tally.bailed ? ', by --bail' : ''}`]
      : []),
  ];
  const reasons = [...failed, ...incomplete, ...(failed.length + incomplete.length > 0 ? remarks : [])];
  if (tally.interrupted)
    return { exit: EXIT.interrupted, reasons: ended === undefined ? ['interrupted', ...reasons] : reasons };
  if (failed.length > 0) return { exit: EXIT.failed, reasons };
  return { exit: incomplete.length > 0 ? EXIT.incomplete : EXIT.green, reasons };
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
