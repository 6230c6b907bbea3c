import type { Result } from '../suites/model.js';

/** Counts the failures that neither gate nor are waived, by level, or by the requirement set or reading that excludes them. */
export interface Ungated {
  add(result: Result): void;
  readonly counts: ReadonlyMap<string, number>;
}

export function ungatedFails(): Ungated {
  const counts = new Map<string, number>();
  return {
    add(result) {
      const { verdict, gates, waived, outside, level } = result;
      // The footer counts the waived failures.
      if (verdict !== 'fail' || gates || waived !== undefined) return;
      const why = isUnspoken(result) ? 'of another reading' : (outside ?? level);
      counts.set(why, (counts.get(why) ?? 0) + 1);
    },
    counts,
  };
}

/** A fail in a reading that the target does not follow. */
export const isUnspoken = ({ verdict, dialect, gates, waived }: Result): boolean =>
  verdict === 'fail' && dialect !== undefined && !gates && waived === undefined;
