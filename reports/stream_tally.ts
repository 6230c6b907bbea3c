import type { Footer, Header, Result, Verdict } from '../suites/model.js';
import { plain } from './escape.js';
import type { Fault } from './schema.js';

/** Tracks which results a stream has, without keeping them. */
export interface Finished {
  readonly size: number;
  has(target: string, id: string, repeat?: number): boolean;
}

/** Compares the results of a stream with its plan and its footer, which detects lost and added lines. */
export interface Tally {
  add(result: Result): Fault | undefined;
  close(footer: Footer): Fault | undefined;
  readonly finished: Finished;
}

/** One bit for each planned result. The header has the ids anyway. */
export function startTally({ plan, repeat: repeats }: Header): Tally {
  const places = new Map<string, Map<string, number>>();
  let planned = 0;
  for (const { target, ids } of plan.cases) {
    const own = places.get(target) ?? new Map<string, number>();
    places.set(target, own);
    for (const id of ids) own.set(id, planned++);
  }
  const rounds = repeats + 1;
  const seen = new Uint8Array(Math.ceil((planned * rounds) / 8));
  const counts: Record<Verdict, number> = { pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 };
  let size = 0;

  const bitOf = (target: string, id: string, repeat = 0): number | undefined => {
    const place = places.get(target)?.get(id);
    return place === undefined || repeat > repeats ? undefined : place * rounds + repeat;
  };
  const isSet = (bit: number): boolean => ((seen[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;

  return {
    add({ target, id, repeat, verdict }) {
      const bit = bitOf(target, id, repeat);
      if (bit === undefined) return { pointer: '/id', reason: `${plain(id)} is not in the plan` };
      if (isSet(bit)) return { pointer: '/id', reason: `${plain(id)} occurs twice` };
      seen[bit >> 3] = (seen[bit >> 3] ?? 0) | (1 << (bit & 7));
      size++;
      counts[verdict]++;
      return undefined;
    },
    close(footer) {
      if (footer.planHash !== plan.hash) {
        return { pointer: '/planHash', reason: 'the footer belongs to another plan' };
      }
      for (const verdict of Object.keys(counts) as Verdict[]) {
        const told = footer.counts[verdict];
        if (told !== counts[verdict]) {
          return {
            pointer: `/counts/${verdict}`,
            reason: `says ${told}, but the stream holds ${counts[verdict]}: lines were lost or added`,
          };
        }
      }
      return undefined;
    },
    finished: {
      get size() {
        return size;
      },
      has(target, id, repeat) {
        const bit = bitOf(target, id, repeat);
        return bit !== undefined && isSet(bit);
      },
    },
  };
}
