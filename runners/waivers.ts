import picomatch from 'picomatch';
import type { Result } from '../suites/model.js';

/** A fail that somebody has accepted for a while. */
export interface Waiver {
  /** A glob on ids. */
  readonly id: string;
  readonly target?: string;
  readonly expect: 'fail';
  readonly reason: string;
  readonly issue?: string;
  /** A date, the last day on which it holds. */
  readonly expires: string;
}

export interface Waived {
  /** Marks a fail that is waived: it is told, and does not gate. */
  apply(result: Result): Result;
  /** Whether a fail of this case would be waived. */
  covers(target: string, id: string): boolean;
  /** Waivers that matched nothing, whose cases pass, or that have expired, one sentence each. */
  faults(): string[];
}

/** Who could be asked what, before any selection. */
export interface Askable {
  readonly target: string;
  readonly ids: readonly string[];
}

/**
 * A waiver is no fault where the selection, a shard or an early end left out what it is about, or where the run has
 * another target: the next whole run judges it.
 */
export function waive(waivers: readonly Waiver[], now: Date, askable: readonly Askable[]): Waived {
  const today = now.toISOString().slice(0, 10);
  const entries = waivers.map((waiver) => ({
    waiver,
    matches: picomatch(waiver.id),
    expired: waiver.expires.slice(0, 10) < today,
    matched: 0,
    passed: [] as string[],
  }));
  const about = (target: string, id: string): typeof entries =>
    entries.filter(
      ({ waiver, matches }) => (waiver.target === undefined || waiver.target === target) && matches(id),
    );
  const holding = (target: string, id: string): Waiver | undefined =>
    about(target, id).find(({ expired }) => !expired)?.waiver;
  return {
    apply(result) {
      const { target, id, verdict, control } = result;
      for (const entry of about(target, id)) {
        entry.matched++;
        if (verdict === 'pass') entry.passed.push(id);
      }
      // Who accepts that a control fails accepts that nothing can be said of what hangs on it.
      const waived = verdict === 'blocked' && control !== undefined ? control : id;
      const holds = verdict === 'fail' || waived !== id ? holding(target, waived) : undefined;
      return holds ? { ...result, gates: false, waived: holds.reason } : result;
    },
    covers: (target, id) => holding(target, id) !== undefined,
    faults: () =>
      entries.flatMap(({ waiver, expired, matched, passed }) => {
        const name = `the waiver of ${waiver.id}`;
        if (expired) return [`${name} expired on ${waiver.expires}`];
        if (matched === 0 && !isElsewhere(waiver, askable)) return [`${name} matched nothing`];
        if (passed.length > 0) return [`${name} is stale: ${passed[0]} passes`];
        return [];
      }),
  };
}

function isElsewhere({ id, target }: Waiver, askable: readonly Askable[]): boolean {
  const own = askable.filter((one) => target === undefined || one.target === target);
  const matches = picomatch(id);
  return own.length === 0 || own.some(({ ids }) => ids.some((one) => matches(one)));
}
