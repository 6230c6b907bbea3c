import { defined } from '../defined.js';
import type { Case, Check, Json, Observation, Verdict } from '../suites/model.js';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason?: string;
  /** The control that did not pass, where that alone decides. */
  readonly control?: string;
  readonly unsteady?: true;
}

const judgements: Readonly<Record<Exclude<Observation['ended'], 'seen'>, Verdict>> = {
  unclaimed: 'skip',
  unreachable: 'blocked',
  lost: 'fail',
  ours: 'error',
};

// Verdicts are made in this file alone.

export function judge(observation: Observation): Judgement {
  const { ended, checks, reason } = observation;
  const because = defined({ reason });
  if (ended !== 'seen') return { verdict: judgements[ended], ...because };
  const failed = checks.find(({ ok }) => !ok);
  if (failed) return { verdict: 'fail', reason: reason ?? failureOf(failed) };
  if (checks.length === 0) return { verdict: 'error', reason: 'the case checked nothing' };
  return { verdict: 'pass', ...because };
}

/** The check that failed, and both sides where they fit on a line. */
function failureOf({ what, expected, observed }: Check): string {
  if (expected === undefined || observed === undefined) return `failed: ${what}`;
  return `failed: ${what}: expected ${short(expected)}, received ${short(observed)}`;
}

const LONGEST_VALUE = 80;

function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}...`;
}

export interface Limits {
  /** Cases that would hurt somebody are left out. */
  readonly production: boolean;
  /** Cases that declare a longer wait, in milliseconds, are left out. */
  readonly longestWait?: number;
}

/** What is not asked at all: a skip that says why. */
export function judgeUnasked(
  { harm, waits = 0 }: Case,
  { production, longestWait }: Limits,
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
 * A refusal is believed only of a target that passes the control. A control that was left out or is not claimed proves as
 * little, but the target is not to blame: the refusal is a skip too.
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

/** A case that failed and was asked again, alone: the first answer stands, unless the second one contradicts it. */
export const judgeAgain = (first: Judgement, second: Judgement): Judgement =>
  second.verdict === 'pass' ? unsteady(first, 'passed when it ran again, alone') : first;

/** It passed in some rounds of `--repeat` and failed in others. */
export const judgeRounds = (failed: Judgement, passedIn: number): Judgement =>
  unsteady(failed, `passed in round ${passedIn}`);

const unsteady = ({ reason = 'no reason given' }: Judgement, passed: string): Judgement => ({
  verdict: 'error',
  unsteady: true,
  reason: `unsteady: it failed (${reason}) and ${passed}`,
});
