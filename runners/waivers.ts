import picomatch from 'picomatch';
import { defined } from '../defined.js';
import { sameJson } from '../suites/case.js';
import type { Json, Result, WaiversUsed } from '../suites/model.js';
import { isTooOften, isTooSeldom } from './failure_rate.js';

/** A failure that is accepted until a date. */
export interface Waiver {
  /** A glob on ids. */
  readonly id: string;
  readonly target?: string;
  readonly expect: 'fail' | 'flaky';
  /** The failed check that is accepted. Another failure of the same case gates. */
  readonly sees?: Sees;
  /** For a flaky case: the rate of failed rounds, and the number of rounds. */
  readonly rate?: number;
  readonly rounds?: number;
  readonly reason: string;
  readonly issue?: string;
  /** The last day on which it is valid. */
  readonly expires: string;
}

/** The failed check, or the reason when the target was lost and no check failed. */
export interface Sees {
  readonly what: string;
  readonly expected?: Json;
  readonly received?: Json;
}

type Seen = Pick<Result, 'verdict' | 'checks' | 'reason' | 'unsteady'>;

/** The cases of each target, before any selection. */
export interface Askable {
  readonly target: string;
  readonly ids: readonly string[];
}

/** The failed check of a result. It has values only if the waiver gives them. */
export function seesOf({ checks = [], reason = '' }: Seen): Sees {
  const failed = checks.find(({ ok }) => !ok);
  if (!failed) return { what: reason };
  const { what, expected, observed } = failed;
  return {
    what,
    ...defined({ expected, received: observed }),
  };
}

/** Numbers in a reason are times, ports and sizes, which change with each run. */
const withoutNumbers = (reason: string): string => reason.replace(/\d+/g, '0');

function isSeen(pinned: Sees | undefined, result: Seen): boolean {
  if (pinned === undefined) return true;
  const seen = seesOf(result);
  const isCheck = result.checks?.some(({ ok }) => !ok) === true;
  const same = isCheck
    ? seen.what === pinned.what
    : withoutNumbers(seen.what) === withoutNumbers(pinned.what);
  return (
    same &&
    (['expected', 'received'] as const).every(
      (side) =>
        pinned[side] === undefined || (seen[side] !== undefined && sameJson(pinned[side], seen[side])),
    )
  );
}

interface Entry {
  readonly waiver: Waiver;
  readonly matches: (id: string) => boolean;
  readonly expired: boolean;
  matched: number;
  failed: number;
  readonly passed: string[];
}

/** The summary names a waiver this many days before it expires. */
const SOON = 14;
const DAY = 86_400_000;

/**
 * The waivers of a run. A waiver is stale only if it could have matched. If a selection, a shard or an early end left out its
 * case, or the run has another target, the next complete run judges it.
 */
export function waive(waivers: readonly Waiver[], now: Date, askable: readonly Askable[]) {
  const today = now.toISOString().slice(0, 10);
  const entries = waivers.map(
    (waiver): Entry => ({
      waiver,
      matches: picomatch(waiver.id),
      expired: waiver.expires < today,
      matched: 0,
      failed: 0,
      passed: [],
    }),
  );
  let fails = 0;
  const about = (target: string, id: string): Entry[] =>
    entries.filter(
      ({ waiver, matches }) => (waiver.target === undefined || waiver.target === target) && matches(id),
    );
  const holding = (target: string, id: string, seen?: Seen): Waiver | undefined =>
    about(target, id).find(
      ({ expired, waiver }) =>
        !expired &&
        (seen === undefined || isSeen(waiver.sees, seen)) &&
        (seen?.unsteady === undefined || waiver.expect === 'flaky'),
    )?.waiver;
  return {
    /** Marks a waived failure. It is shown, but does not gate. */
    apply(result: Result): Result {
      const { target, id, verdict, control, unsteady } = result;
      for (const entry of about(target, id)) {
        entry.matched++;
        if (verdict === 'pass') entry.passed.push(id);
        if (verdict === 'fail' || unsteady) entry.failed++;
      }
      // A waiver for a failing control also accepts that the cases that depend on it prove nothing.
      const waived = verdict === 'blocked' && control !== undefined ? control : id;
      const isFail = verdict === 'fail' || unsteady === true;
      const holds = isFail
        ? holding(target, id, result)
        : waived === id
          ? undefined
          : holding(target, waived);
      if (!holds) return result;
      if (isFail) fails++;
      return { ...result, gates: false, waived: holds.reason };
    },
    /** Whether this failure would be waived. */
    covers: (target: string, id: string, seen: Seen): boolean => holding(target, id, seen) !== undefined,
    /** One sentence for each waiver that matches nothing, whose case passes, or that has expired. */
    faults: (): string[] => entries.flatMap((entry) => faultOf(entry, askable)),
    /** The waivers for the summary. */
    used(): WaiversUsed | undefined {
      const expiring = entries
        .filter(({ expired }) => !expired)
        .map(({ waiver: { id, expires } }) => ({ id, expires, days: daysUntil(expires, today) }))
        .filter(({ days }) => days <= SOON);
      return waivers.length === 0 ? undefined : { fails, expiring };
    },
  };
}

const daysUntil = (date: string, today: string): number =>
  Math.round((Date.parse(date) - Date.parse(today)) / DAY);

function faultOf({ waiver, expired, matched, failed, passed }: Entry, askable: readonly Askable[]): string[] {
  const name = `the waiver of ${waiver.id}`;
  if (expired) return [`${name} expired on ${waiver.expires}`];
  if (matched === 0) return isElsewhere(waiver, askable) ? [] : [`${name} matched nothing`];
  if (waiver.expect === 'fail') return passed.length > 0 ? [`${name} is stale: ${passed[0]} passes`] : [];
  const rounds = failed + passed.length;
  const { rate = 0 } = waiver;
  const measured = `${name} expects a fail in ${percent(rate)} of the rounds`;
  if (isTooOften(failed, rounds, rate)) return [`${measured}, and ${failed} of ${rounds} failed`];
  if (isTooSeldom(failed, rounds, rate))
    return [`${name} is stale: ${passed[0]} passed in all ${rounds} rounds`];
  return [];
}

const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`;

function isElsewhere({ id, target }: Waiver, askable: readonly Askable[]): boolean {
  const own = askable.filter((one) => target === undefined || one.target === target);
  const matches = picomatch(id);
  return own.length === 0 || own.some(({ ids }) => ids.some((one) => matches(one)));
}
