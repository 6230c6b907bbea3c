import { defined } from '../defined.js';
import type { Case, Check, Json, Observation, Verdict } from '../suites/model.js';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason?: string;
  /** The control, when the verdict only follows from its failure or skip. */
  readonly control?: string;
  readonly unsteady?: true;
}

const judgements: Readonly<Record<Exclude<Observation['ended'], 'seen'>, Verdict>> = {
  unclaimed: 'skip',
  unreachable: 'blocked',
  lost: 'fail',
  ours: 'error',
};

// Only this file makes verdicts.

export function judge(observation: Observation): Judgement {
  const { ended, checks, reason } = observation;
  const because = defined({ reason });
  if (ended !== 'seen') return { verdict: judgements[ended], ...because };
  const failed = checks.find(({ ok }) => !ok);
  if (failed) return { verdict: 'fail', reason: reason ?? failureOf(failed) };
  if (checks.length === 0) return { verdict: 'error', reason: 'the case checked nothing' };
  return { verdict: 'pass', ...because };
}

/** The failed check, and both sides if they fit on a line. */
function failureOf({ what, expected, observed }: Check): string {
  if (expected === undefined || observed === undefined) return `failed: ${what}`;
  return `failed: ${what}: expected ${short(expected)}, received ${short(observed)}`;
}

const LONGEST_VALUE = 80;

function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}...`;
}

export interface JudgeLimits {
  /** Whether to skip cases that could disturb users of the target. */
  readonly production: boolean;
  /** Cases that declare a longer wait than this many milliseconds are skipped. */
  readonly longestWait?: number | undefined;
}

/** The skip of a case that does not run, with its reason. */
export function judgeNotRun(
  { harm, waits = 0 }: Case,
  { production, longestWait }: JudgeLimits,
): Judgement | undefined {
  if (harm !== undefined && production) {
    return { verdict: 'skip', reason: `skipped by --profile production: ${harm}` };
  }
  if (longestWait !== undefined && waits > longestWait) {
    return { verdict: 'skip', reason: `skipped by --fast: it waits ${waits / 1000} s` };
  }
  return undefined;
}

/**
 * A refusal counts only if the target passes the control. A skipped control proves as little, but the target is not to
 * blame, so the refusal is a skip, too.
 */
export function judgeBesideControl(own: Judgement, id: string, control: Judgement): Judgement {
  if (own.verdict !== 'pass' || control.verdict === 'pass') return own;
  const because = control.reason === undefined ? '' : `: ${control.reason}`;
  if (control.verdict === 'skip') {
    return { verdict: 'skip', reason: `its control ${id} is skipped${because}`, control: id };
  }
  return {
    verdict: 'blocked',
    reason: `rejected, but its control ${id} ${ended[control.verdict]}, so this proves nothing`,
    control: id,
  };
}

const ended = { fail: 'failed', blocked: 'is blocked', error: 'ended with an error' } as const;

/** Judges a failed case after its second attempt, alone. The first result stands unless the second contradicts it. */
export const judgeAgain = (first: Judgement, second: Judgement): Judgement =>
  second.verdict === 'pass' ? unsteady(first, 'passed when it ran again, alone') : first;

/** Judges a case that passed in some rounds of `--repeat` and failed in others. */
export const judgeRounds = (failed: Judgement, passedIn: number): Judgement =>
  unsteady(failed, `passed in round ${passedIn}`);

const unsteady = ({ reason = 'no reason given' }: Judgement, passed: string): Judgement => ({
  verdict: 'error',
  unsteady: true,
  reason: `unsteady: it failed (${reason}) and ${passed}`,
});
