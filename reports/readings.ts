import type { Result } from '../suites/model.js';
import { placeOf } from './cause.js';

/** Detects that all cases of one reading pass while the gating reading fails. The target probably follows the other one. */
export interface Reading {
  readonly target: string;
  readonly subject: string;
  /** The reading that gates, and how many of its cases do not pass. */
  readonly gating: string;
  readonly failed: number;
  /** The reading whose cases all pass, and their number. */
  readonly passing: string;
  readonly passed: number;
  /** The clauses and ids of its failed cases, first those of the most cases: they lead to the finding. */
  readonly related: readonly string[];
}

interface Tally {
  pass: number;
  bad: number;
  gates: boolean;
  /** How many failed cases cite it. */
  readonly related: Map<string, number>;
}

const MOST_RELATED = 50;

/** Sorted, so that the order of the results does not matter. */
const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

const mostFirst = (a: readonly [string, number], b: readonly [string, number]): number =>
  b[1] - a[1] || byKey(a, b);

export function readings() {
  const subjects = new Map<string, { target: string; subject: string; tallies: Map<string, Tally> }>();
  return {
    add({ target, id, dialect, verdict, gates, requires }: Result): void {
      if (dialect === undefined || verdict === 'skip') return;
      const subject = placeOf(id);
      const key = `${target}\n${subject}`;
      const one = subjects.get(key) ?? { target, subject, tallies: new Map<string, Tally>() };
      subjects.set(key, one);
      const tally = one.tallies.get(dialect) ?? {
        pass: 0,
        bad: 0,
        gates: false,
        related: new Map<string, number>(),
      };
      one.tallies.set(dialect, tally);
      if (verdict === 'pass') tally.pass++;
      else tally.bad++;
      tally.gates ||= gates;
      if (verdict !== 'fail') return;
      for (const related of [...requires, id]) {
        const known = tally.related.get(related);
        if (known !== undefined || tally.related.size < MOST_RELATED)
          tally.related.set(related, (known ?? 0) + 1);
      }
    },
    end(): readonly Reading[] {
      const bySubject = [...subjects].sort(byKey).map(([, one]) => one);
      return bySubject.flatMap(({ target, subject, tallies: unsorted }) => {
        const tallies = [...unsorted].sort(byKey);
        const failing = tallies.find(([, { gates, bad }]) => gates && bad > 0);
        const passing = tallies.find(([, { gates, bad, pass }]) => !gates && bad === 0 && pass > 0);
        if (!failing || !passing) return [];
        return [
          {
            target,
            subject,
            gating: failing[0],
            failed: failing[1].bad,
            passing: passing[0],
            passed: passing[1].pass,
            related: [...failing[1].related].sort(mostFirst).map(([one]) => one),
          },
        ];
      });
    },
  };
}
