/** What a run comes to: sums over its results, the exit code of the contract, and why it is not zero. */
import type { Result, TargetHeader, Verdict } from './suites/model.js';

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
  /** Errors that are ours. */
  faults: number;
  /** Passes that gate, by the name of their target. */
  readonly gatingPasses: Map<string, number>;
}

type NamedTarget = Pick<TargetHeader, 'name' | 'kind'>;

/** Whether a target is conform itself, so that its pass says nothing about anybody's implementation. */
export const isOurs = ({ kind }: Pick<NamedTarget, 'kind'>): boolean => kind === 'embedded';

export const emptySums = (): Sums => ({
  counts: { pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 },
  gating: 0,
  gatingBlocked: 0,
  unsteady: 0,
  faults: 0,
  gatingPasses: new Map(),
});

export function add(sums: Sums, { target, verdict, gates, unsteady, waived }: Result): void {
  sums.counts[verdict]++;
  if (gates && verdict === 'pass') sums.gatingPasses.set(target, (sums.gatingPasses.get(target) ?? 0) + 1);
  if (gates && verdict === 'fail') sums.gating++;
  if (gates && verdict === 'blocked') sums.gatingBlocked++;
  if (unsteady && waived === undefined) sums.unsteady++;
  if (verdict === 'error' && !unsteady) sums.faults++;
}

export interface Ending {
  readonly sums: Sums;
  readonly targets: readonly NamedTarget[];
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

function whyIncomplete(ending: Ending): string[] {
  const { sums, planned, notRun, incomplete = [], bailed = false } = ending;
  const { gatingBlocked, unsteady, faults } = sums;
  return [
    ...incomplete,
    ...(planned === 0 ? ['nothing matched: no case was planned'] : []),
    ...(planned > 0 ? whyUnproven(ending) : []),
    ...(gatingBlocked > 0 ? [`${counted(gatingBlocked, 'gating case')} could not be run`] : []),
    ...(unsteady > 0 ? [`${counted(unsteady, 'case')} unsteady: failed, and passed when asked again`] : []),
    ...(faults > 0 ? [`${counted(faults, 'case')} met a fault of ours`] : []),
    ...(notRun > 0
      ? [`${counted(notRun, 'case')} of the plan did not run${bailed ? ', by --bail' : ''}`]
      : []),
  ];
}

/** Every implementation that was named has to pass a case that gates; where none was named, the references have to. */
function whyUnproven({ sums: { counts, gatingPasses }, targets }: Ending): string[] {
  if (counts.pass === 0) return ['no case passed'];
  const nothing = 'no gating case passed';
  if (gatingPasses.size === 0) return [`${nothing}: --level sets which cases gate`];
  const unproven = targets.filter((one) => !isOurs(one) && !gatingPasses.has(one.name));
  return unproven.map(({ name }) => (targets.length === 1 ? nothing : `${name}: ${nothing}`));
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
