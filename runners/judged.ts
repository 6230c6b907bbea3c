import type { Case, Result, Target } from '../suites/model.js';
import { type JudgeLimits, type Judgement, judge, judgeNotRun } from './judge.js';
import { type CaseRun, type RunCaseOptions, runCase } from './run_case.js';

export type Judged = Judgement & Pick<Result, 'checks' | 'evidence' | 'ms'>;

/** Runs one case and judges it alone. A pass keeps its evidence only when it contradicts an earlier failure. */
export async function judgeOne(
  one: Case,
  target: Target,
  limits: JudgeLimits,
  options: RunCaseOptions,
): Promise<Judged> {
  const notRun = judgeNotRun(one, limits);
  if (notRun) return { ...notRun, ms: 0 };
  options.trace?.({ target: target.name, id: one.id, attempt: options.attempt ?? 1, text: one.title });
  const ran = await runCase(one, target, options);
  const { ms } = ran;
  const attempt = options.attempt ?? 1;
  const judgement = judgeRun(ran);
  options.trace?.({
    target: target.name,
    id: one.id,
    attempt,
    text: `${judgement.verdict} after ${ms} ms${judgement.reason === undefined ? '' : `: ${judgement.reason}`}`,
  });
  if (judgement.verdict === 'pass' && attempt === 1) return { ...judgement, ms };
  const { checks, evidence = [] } = ran.observation;
  const failed = checks.filter(({ ok }) => !ok);
  return {
    ...judgement,
    ms,
    ...(judgement.verdict === 'pass' || failed.length === 0 ? {} : { checks: failed }),
    ...(evidence.length === 0 ? {} : { evidence: evidence.map(({ name, text }) => ({ name, text })) }),
  };
}

/** Most cases pass, and their evidence is dropped. Redacting and cutting it would cost more than many of the cases. */
function judgeRun(ran: CaseRun): Judgement {
  const judgement = judge(ran.raw);
  const tellsNothing = judgement.verdict === 'pass' && judgement.reason === undefined;
  return tellsNothing ? judgement : judge(ran.observation);
}
