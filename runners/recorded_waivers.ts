/** Waivers that are written from a recorded run. */
import type { Json, Result } from '../suites/model.js';
import { type Sees, seesOf, type Waiver } from './waivers.js';

interface Recorded {
  readonly waivers: readonly Waiver[];
  /** Ids that failed and then passed in a run without --repeat, so their failure rate is unknown. */
  readonly unmeasured: readonly string[];
}

type Accepted = Required<Pick<Waiver, 'reason' | 'issue' | 'expires'>>;

/** One waiver for each case whose failure gates, with the check that failed. */
export function recorded(results: readonly Result[], { reason, issue, expires }: Accepted): Recorded {
  const cases = new Map<string, Result[]>();
  for (const one of results) {
    const key = `${one.target}\n${one.id}`;
    cases.set(key, [...(cases.get(key) ?? []), one]);
  }
  const unmeasured: string[] = [];
  const waivers = [...cases.values()].flatMap((rounds): Waiver[] => {
    const failed = rounds.filter((one) => isFail(one) && one.waived === undefined && one.gates);
    const [first] = failed;
    if (!first) return [];
    const rate = failed.length / rounds.length;
    const isFlaky = rate < 1 || first.unsteady === true;
    if (isFlaky && (rounds.length < 2 || rate === 1)) {
      unmeasured.push(first.id);
      return [];
    }
    const sees = commonSees(failed);
    return [
      {
        id: first.id,
        target: first.target,
        expect: isFlaky ? 'flaky' : 'fail',
        ...(sees ? { sees } : {}),
        ...(isFlaky ? { rate: Math.round(rate * 1000) / 1000, rounds: rounds.length } : {}),
        reason,
        issue,
        expires,
      },
    ];
  });
  return { waivers, unmeasured };
}

const isFail = ({ verdict, unsteady }: Result): boolean => verdict === 'fail' || unsteady === true;

/** The failed check of all rounds; undefined when rounds failed different checks. */
function commonSees(failed: readonly Result[]): Sees | undefined {
  const all = failed.map(seesOf);
  const [first] = all;
  if (!first || all.some(({ what }) => what !== first.what)) return undefined;
  const kept = (side: 'expected' | 'received'): Partial<Sees> => {
    const value = first[side];
    const same = all.every((one) => JSON.stringify(one[side]) === JSON.stringify(value));
    return value !== undefined && same && isSteady(value) ? { [side]: value } : {};
  };
  return { what: first.what, ...kept('expected'), ...kept('received') };
}

const LONGEST = 80;

/** Whether the next run shows the same value. Tokens, keys and times change. */
function isSteady(value: Json): boolean {
  const text = JSON.stringify(value);
  return text.length <= LONGEST && !/[\w-]{16,}|\d{5,}/.test(text);
}
