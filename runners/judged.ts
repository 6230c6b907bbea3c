import type { Case, Result, Target } from '../suites/model.js';
import { type AskOptions, ask } from './ask.js';
import { type Judgement, judge, judgeUnasked, type Limits } from './judge.js';

export type Judged = Judgement & Pick<Result, 'checks' | 'evidence' | 'ms'>;

/** Asks one case and judges it by itself. A pass keeps its evidence only when it contradicts an earlier fail. */
export async function judgeOne(
  one: Case,
  target: Target,
  limits: Limits,
  options: AskOptions,
): Promise<Judged> {
  const unasked = judgeUnasked(one, limits);
  if (unasked) return { ...unasked, ms: 0 };
  options.trace?.({ target: target.name, id: one.id, attempt: options.attempt ?? 1, text: one.title });
  const { observation, ms } = await ask(one, target, options);
  const judgement = judge(observation);
  options.trace?.({
    target: target.name,
    id: one.id,
    attempt: options.attempt ?? 1,
    text: `${judgement.verdict} after ${ms} ms${judgement.reason === undefined ? '' : `: ${judgement.reason}`}`,
  });
  const { evidence = [] } = observation;
  const shown = evidence.length > 0 && (judgement.verdict !== 'pass' || (options.attempt ?? 1) > 1);
  const checks = observation.checks.filter(({ ok }) => !ok);
  return {
    ...judgement,
    ms,
    ...(judgement.verdict === 'pass' || checks.length === 0 ? {} : { checks }),
    ...(shown ? { evidence: evidence.map(({ name, text }) => ({ name, text })) } : {}),
  };
}
