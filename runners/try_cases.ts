import type { Case, Check, Target, Verdict } from '../suites/model.js';
import { drain } from './drain.js';
import { judge } from './judge.js';
import { isSpoken } from './plan.js';
import { runCase } from './run_case.js';
import { withControls } from './with_controls.js';

export interface Outcome {
  readonly id: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly failed: readonly Check[];
  readonly ms: number;
}

/** Runs cases against our own peers, correct or wrong, without plan, budgets or report. Controls may be only in `all`. */
export async function tryCases(
  cases: readonly Case[],
  target: Target,
  speed = 1,
  all: readonly Case[] = cases,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const spoken = cases.filter((one) => isSpoken(one, target));
  const answerOf = withControls(all, spoken, (one) => tryCase(one, target, speed));
  await drain(spoken, target.concurrency, new AbortController().signal, async (one) => {
    const { own, judgement } = await answerOf(one);
    outcomes.push({ ...own, reason: '', ...judgement });
  });
  return outcomes;
}

/** The judgement of a case alone, without its control. */
export async function tryCase(one: Case, target: Target, speed = 1): Promise<Outcome> {
  const { observation, ms } = await runCase(one, target, {
    seed: 0,
    signal: new AbortController().signal,
    speed,
  });
  const { verdict, reason = '' } = judge(observation);
  return { id: one.id, verdict, reason, failed: observation.checks.filter(({ ok }) => !ok), ms };
}
