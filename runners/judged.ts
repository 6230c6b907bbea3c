import type { Case, Result, Target } from '../suites/model.js';
import { type Asked, type AskOptions, ask } from './ask.js';
import { type Judgement, judge, judgeUnasked, type Limits } from './judge.js';

export type Judged = Judgement & Pick<Result, 'checks' | 'evidence' | 'ms'>;

/** Runs one case and judges it alone. A pass keeps its evidence only when it contradicts an earlier failure. */
export async function judgeOne(
  one: Case,
  target: Target,
  limits: Limits,
  options: AskOptions,
): Promise<Judged> {
  const unasked = judgeUnasked(one, limits);
  if (unasked) return { ...unasked, ms: 0 };
  options.trace?.({ target: target.name, id: one.id, attempt: options.attempt ?? 1, text: one.title });
  const asked = await ask(one, target, options);
  const { ms } = asked;
  const attempt = options.attempt ?? 1;
  const judgement = judgeAsked(asked);
  options.trace?.({
    target: target.name,
    id: one.id,
    attempt,
    text: `${judgement.verdict} after ${ms} ms${judgement.reason === undefined ? '' : `: ${judgement.reason}`}`,
  });
  if (judgement.verdict === 'pass' && attempt === 1) return { ...judgement, ms };
  const { checks, evidence = [] } = asked.observation;
  const failed = checks.filter(({ ok }) => !ok);
  return {
    ...judgement,
    ms,
    ...(judgement.verdict === 'pass' || failed.length === 0 ? {} : { checks: failed }),
    ...(evidence.length === 0 ? {} : { evidence: evidence.map(({ name, text }) => ({ name, text })) }),
  };
}

/** Most cases pass, and their evidence is dropped. Redacting and cutting it would cost more than many of the cases. */
function judgeAsked(asked: Asked): Judgement {
  const judgement = judge(asked.raw);
  const tellsNothing = judgement.verdict === 'pass' && judgement.reason === undefined;
  return tellsNothing ? judgement : judge(asked.observation);
}
