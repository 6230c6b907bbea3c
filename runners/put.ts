import type { Case, Check, Target, Verdict } from '../suites/model.js';
import { ask } from './ask.js';
import { drain } from './drain.js';
import { judge } from './judge.js';
import { isSpoken } from './plan.js';

export interface Outcome {
  readonly id: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly failed: readonly Check[];
  readonly ms: number;
}

/** For peers of our own, right ones and wrong ones: no plan, no budgets, no report. */
export async function askAll(cases: readonly Case[], target: Target, speed = 1): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const spoken = cases.filter((one) => isSpoken(one, target));
  await drain(spoken, target.concurrency, new AbortController().signal, async (one) => {
    outcomes.push(await askOne(one, target, speed));
  });
  return outcomes;
}

export async function askOne(one: Case, target: Target, speed = 1): Promise<Outcome> {
  const { observation, ms } = await ask(one, target, {
    seed: 0,
    signal: new AbortController().signal,
    draw: async () => {},
    speed,
  });
  const { verdict, reason = '' } = judge(observation);
  return { id: one.id, verdict, reason, failed: observation.checks.filter(({ ok }) => !ok), ms };
}
