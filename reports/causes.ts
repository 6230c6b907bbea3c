import type { Result } from '../suites/model.js';
import { causeOf } from './cause.js';
import { type Group, groups } from './groups.js';
import { LEVELS } from './html/data.js';
import { bySection } from './order.js';
import { type Reading, readings } from './readings.js';
import { isUnspoken, ungatedFails } from './ungated.js';

/** The name of a case, for lists. */
interface Named {
  readonly id: string;
  readonly title: string;
}

/** Results that fail alike: the first in full, the others by name, and the cases that could not pass because of them. */
export interface Cause {
  readonly first: Result;
  /** How many fail alike, the first included. */
  readonly count: number;
  readonly alike: readonly Named[];
  /** Cases whose control is among them. */
  readonly dependents: Group | undefined;
}

export interface Causes {
  /** First the causes that make the run red, then our own defects, then causes that do not gate; each group by section. */
  readonly list: readonly Cause[];
  /** The results of further causes, which are too many to list. */
  readonly untold: number;
  readonly readings: readonly Reading[];
  /** Results that failed in a reading that the target does not follow. */
  readonly unspoken: readonly Group[];
  readonly skipped: readonly Group[];
  /** Results that are blocked for their own reason, not because of a control. */
  readonly blocked: readonly Group[];
  /** Failures that neither gate nor are waived, by level, or by the requirement set or reading that excludes them. */
  readonly ungated: ReadonlyMap<string, number>;
}

export interface CauseCollector {
  add(result: Result): void;
  end(): Causes;
}

/** The most causes to keep. Each is kept with its evidence, so many different failures must stay bounded. */
const MOST_CAUSES = 500;
const MOST_NAMES = 50;
const MOST_EXAMPLES = 20;

interface Growing {
  first: Result;
  count: number;
  readonly alike: Named[];
}

export function collectCauses(): CauseCollector {
  const found = new Map<string, Growing>();
  const causeOfId = new Map<string, string>();
  const dependents: Result[] = [];
  const skipped = groups();
  const blocked = groups(MOST_EXAMPLES);
  const unspoken = groups();
  const spoken = readings();
  const ungated = ungatedFails();
  let untold = 0;

  const addFailure = (result: Result): void => {
    const key = causeOf(result);
    const known = found.get(key);
    if (known === undefined && found.size >= MOST_CAUSES) {
      untold++;
      return;
    }
    causeOfId.set(nameOf(result.target, result.id), key);
    if (known === undefined) found.set(key, { first: result, count: 1, alike: [] });
    else join(known, result);
  };

  const addOther = (result: Result): void => {
    if (result.control !== undefined) dependents.push(lightened(result));
    else if (result.verdict === 'skip') skipped.add(reasonOf(result), result);
    else blocked.add(reasonOf(result), result);
  };

  return {
    add(result) {
      spoken.add(result);
      ungated.add(result);
      if (result.verdict === 'pass') return;
      if (result.verdict !== 'fail' && result.verdict !== 'error') return addOther(result);
      if (isUnspoken(result)) {
        unspoken.add(unspokenReason(result), result);
        return;
      }
      addFailure(result);
    },
    end() {
      const folded = foldedBy(dependents, causeOfId);
      for (const one of folded.left) {
        (one.verdict === 'skip' ? skipped : blocked).add(reasonOf(one), one);
      }
      const list = [...found]
        .map(([key, { first, count, alike }]) => ({
          first,
          count,
          alike: alike.sort((a, b) => bySection({ ...first, ...a }, { ...first, ...b })),
          dependents: folded.under.get(key)?.list[0],
        }))
        .sort(baseFirst);
      return {
        list,
        untold,
        readings: spoken.end(),
        unspoken: unspoken.list,
        skipped: skipped.list,
        blocked: blocked.list,
        ungated: ungated.counts,
      };
    },
  };
}

/** The first result by section of the strongest level represents its cause, in whatever order the results came. */
function join(cause: Growing, result: Result): void {
  cause.count++;
  const other = foremost(result, cause.first) < 0 ? cause.first : result;
  if (other !== result) cause.first = result;
  cause.alike.push({ id: other.id, title: other.title });
  if (cause.alike.length <= 2 * MOST_NAMES) return;
  cause.alike.sort((a, b) => bySection({ ...result, ...a }, { ...result, ...b }));
  cause.alike.length = MOST_NAMES;
}

const foremost = (a: Result, b: Result): number =>
  LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || bySection(a, b);

const DEPENDENT = 'dependent';

/** Puts a case below the cause of its control, or of the control of its control, and so on. */
function foldedBy(dependents: readonly Result[], causeOfId: ReadonlyMap<string, string>) {
  const controls = new Map(dependents.map(({ target, id, control }) => [nameOf(target, id), control]));
  const under = new Map<string, ReturnType<typeof groups>>();
  const left: Result[] = [];
  for (const one of [...dependents].sort(bySection)) {
    const seen = new Set<string>();
    let control = one.control;
    while (control !== undefined && !seen.has(control) && !causeOfId.has(nameOf(one.target, control))) {
      seen.add(control);
      control = controls.get(nameOf(one.target, control));
    }
    const key = control === undefined ? undefined : causeOfId.get(nameOf(one.target, control));
    if (key === undefined) {
      left.push(one);
      continue;
    }
    const group = under.get(key) ?? groups(MOST_EXAMPLES);
    under.set(key, group);
    group.add(DEPENDENT, one);
  }
  return { under, left };
}

/** Causes on which other cases depend come first; within each group the order is by section. */
function baseFirst(a: Cause, b: Cause): number {
  return (
    rank(a.first) - rank(b.first) ||
    Number(b.dependents !== undefined) - Number(a.dependents !== undefined) ||
    bySection(a.first, b.first)
  );
}

const rank = ({ verdict, gates }: Result): number => (verdict === 'error' ? 1 : gates ? 0 : 2);

const nameOf = (target: string, id: string): string => `${target}\n${id}`;
const reasonOf = ({ reason }: Result): string => reason ?? 'no reason was given';

/** Cases that fail alike share one line, even if their values differ. */
const failedCheck = ({ checks = [] }: Result): string | undefined => checks.find(({ ok }) => !ok)?.what;

const unspokenReason = (result: Result): string => {
  const check = failedCheck(result);
  const what = check === undefined ? reasonOf(result) : `check "${check}" fails`;
  return `reading "${result.dialect}": ${what}`;
};

/** Only the name and the reason of such a case are shown. */
const lightened = ({ checks: _checks, evidence: _evidence, ...light }: Result): Result => light;
