import { setTimeout as sleep } from 'node:timers/promises';

/** At most `amount` within any stretch of `per` milliseconds. */
export interface Budget {
  readonly amount: number;
  readonly per: number;
}

/** The remaining creations of each of our addresses. */
export interface CreationBudget {
  /** Waits until one of the addresses may create again. `refuse` throws if waiting does not help. */
  take(preferred: string | undefined, signal: AbortSignal, refuse: () => void): Promise<Turn>;
  /** The limit for which a case waits at this moment. */
  readonly waitedFor: Budget | undefined;
  /** Whether the broker answered 429 before an address had used its budget. */
  readonly metEarlyLimit: boolean;
  /** Whether the broker has answered only 429 for so long that no case waits for it any more. */
  readonly isGivenUp: boolean;
}

/** Permission for one creation from an address. Its outcome decides what is left of the budget. */
interface Turn {
  readonly source: string | undefined;
  /** The creation was granted. It counts from now, because the broker counted it at some time before its answer. */
  made(): void;
  /** The creation was rejected. It counts at a broker that answered 429 early: RFC 5.2 limits requests, not sessions. */
  rejected(): void;
  /** The creation never arrived. */
  giveBack(): void;
  /** The broker answered 429: no case creates from this address before Retry-After is over. */
  limited(retryAfter: string | undefined): void;
}

/** Milliseconds between two calls of `refuse`. */
const LOOK = 250;
/** Shorter waits are not reported. */
const WORTH_A_WORD = 1_000;
const LONGEST = 120_000;
/** Milliseconds of nothing but 429. */
export const HOPELESS = 150_000;

interface Use {
  at: number;
  isRejected: boolean;
}

export function createCreationBudget(
  limit: Budget,
  sources: readonly (string | undefined)[],
): CreationBudget {
  const { amount, per } = limit;
  const uses = new Map<string | undefined, Set<Use>>();
  const barred = new Map<string | undefined, number>();
  let waiting = 0;
  let metEarlyLimit = false;
  let limitedSince = Number.POSITIVE_INFINITY;

  const usesOf = (source: string | undefined): Set<Use> => {
    const known = uses.get(source) ?? new Set();
    uses.set(source, known);
    return known;
  };

  const waitOf = (source: string | undefined, now: number): number => {
    const known = usesOf(source);
    for (const use of known) if (use.at <= now - per) known.delete(use);
    const counted = [...known].filter(({ isRejected }) => metEarlyLimit || !isRejected);
    const recent = counted.map(({ at }) => at).sort((a, b) => b - a);
    const full = (recent[amount - 1] ?? now - per) + per - now;
    return Math.max(full, (barred.get(source) ?? 0) - now);
  };

  function turn(source: string | undefined): Turn {
    const use: Use = { at: Date.now(), isRejected: false };
    const known = usesOf(source).add(use);
    return {
      source,
      made: () => {
        use.at = Date.now();
        limitedSince = Number.POSITIVE_INFINITY;
      },
      rejected: () => {
        use.at = Date.now();
        limitedSince = Number.POSITIVE_INFINITY;
        use.isRejected = true;
      },
      giveBack: () => void known.delete(use),
      limited(retryAfter) {
        metEarlyLimit = true;
        limitedSince = Math.min(limitedSince, Date.now());
        known.delete(use);
        const seconds = Number(retryAfter);
        const until = retryAfter !== undefined && seconds >= 0 ? seconds * 1000 : per;
        barred.set(source, Date.now() + Math.min(until, LONGEST));
      },
    };
  }

  return {
    get waitedFor() {
      return waiting > 0 ? limit : undefined;
    },
    get metEarlyLimit() {
      return metEarlyLimit;
    },
    get isGivenUp() {
      return Date.now() - limitedSince > HOPELESS;
    },
    async take(preferred, signal, refuse) {
      for (;;) {
        refuse();
        const now = Date.now();
        const candidates = preferred === undefined ? sources : [preferred];
        const [best = { source: preferred, wait: 0 }] = candidates
          .map((source) => ({ source, wait: waitOf(source, now) }))
          .sort((a, b) => a.wait - b.wait);
        if (best.wait <= 0) return turn(best.source);
        const long = best.wait > WORTH_A_WORD ? 1 : 0;
        waiting += long;
        await sleep(Math.min(best.wait + 5, LOOK), undefined, { signal }).finally(() => {
          waiting -= long;
        });
      }
    },
  };
}
