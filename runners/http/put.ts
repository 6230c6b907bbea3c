import { CheckFailed, Lost, recordChecks, Unclaimed, Unreachable } from '../../suites/case.js';
import type { Case, Check, Clock, Context, Target, Verdict } from '../../suites/model.js';

export interface Outcome {
  readonly id: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly checks: readonly Check[];
}

/** Puts cases to a target at once, `last` ones at the end: the engine without plan, budget and report. */
export async function askAll(cases: readonly Case[], target: Target, speed = 1): Promise<Outcome[]> {
  const early = cases.filter(({ phase }) => phase !== 'last');
  const late = cases.filter(({ phase }) => phase === 'last');
  const outcomes = await Promise.all(early.map((one) => askOne(one, target, speed)));
  for (const one of late) outcomes.push(await askOne(one, target, speed));
  return outcomes;
}

async function askOne(one: Case, target: Target, speed: number): Promise<Outcome> {
  const { expect, checks } = recordChecks();
  const teardown: (() => unknown)[] = [];
  const clock: Clock = {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms / speed)),
  };
  const context: Context = {
    clock,
    random: { bytes: (length) => new Uint8Array(length), below: () => 0 },
    signal: new AbortController().signal,
    expect,
    draw: async () => {},
    defer: (act) => void teardown.push(act),
    note: () => {},
  };
  let outcome: Outcome;
  try {
    const punch = await target.port('punch', context);
    const seen = await one.run({ ...context, punch } as Parameters<Case['run']>[0]);
    outcome =
      seen?.ended === 'unreachable'
        ? { id: one.id, verdict: 'blocked', reason: seen.reason ?? '', checks }
        : { id: one.id, verdict: 'pass', reason: '', checks };
  } catch (error) {
    outcome = { id: one.id, verdict: verdictOf(error), reason: String(error), checks };
  }
  for (const act of teardown.reverse()) await act();
  return outcome;
}

function verdictOf(error: unknown): Verdict {
  if (error instanceof CheckFailed || error instanceof Lost) return 'fail';
  if (error instanceof Unclaimed) return 'skip';
  return error instanceof Unreachable ? 'blocked' : 'error';
}
