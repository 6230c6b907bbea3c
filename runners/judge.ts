import type { Observation, Verdict } from '../suites/model.js';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason?: string;
}

const judgements: Readonly<Record<Exclude<Observation['ended'], 'seen'>, Verdict>> = {
  unclaimed: 'skip',
  unreachable: 'blocked',
  lost: 'fail',
  ours: 'error',
};

/** The only place where verdicts are made. */
export function judge(observation: Observation): Judgement {
  const { ended, checks, reason } = observation;
  const because = reason === undefined ? {} : { reason };
  if (ended !== 'seen') return { verdict: judgements[ended], ...because };
  const failed = checks.find(({ ok }) => !ok);
  if (failed) return { verdict: 'fail', reason: reason ?? `does not hold: ${failed.what}` };
  if (checks.length === 0) return { verdict: 'error', reason: 'the case checked nothing' };
  return { verdict: 'pass', ...because };
}

/** A refusal is believed only of a target that accepts the nearest valid input. */
export function judgeBesideTwin(own: Judgement, twinId: string, twin: Judgement): Judgement {
  if (own.verdict !== 'pass' || twin.verdict === 'pass') return own;
  return {
    verdict: twin.verdict,
    reason: `refused, but so counts only where ${twinId} is accepted: that one is ${twin.verdict}`,
  };
}
