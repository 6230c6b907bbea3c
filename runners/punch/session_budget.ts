import { setTimeout as sleep } from 'node:timers/promises';
import type { Budget } from '../../suites/model.js';

/** What POST /api/session may still do, for each address that we come from. */
export interface CreationBudget {
  /** Waits until one of the addresses may ask again; `refuse` throws when it is of no use. */
  take(preferred: string | undefined, signal: AbortSignal, refuse: () => void): Promise<Turn>;
  /** The limit that somebody waits for at this moment. */
  readonly waitedFor: Budget | undefined;
  /** Whether somebody was refused within what one address may ask. */
  readonly metEarlyLimit: boolean;
}

/** Leave to ask once, from that address. How it went decides what is left. */
export interface Turn {
  readonly source: string | undefined;
  /** Granted: it counts from now, for nobody knows when before the answer the deployment counted it. */
  made(): void;
  /** Nothing came of it, or it never arrived. */
  giveBack(): void;
  /** The deployment said 429: nobody asks from there before that, and this one made nothing. */
  limited(retryAfter: string | undefined): void;
}

/** How often to look whether waiting is still of use. */
const LOOK = 250;
/** Shorter waits are not worth a word. */
const WORTH_A_WORD = 1_000;
const LONGEST = 120_000;

interface Use {
  at: number;
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

  const usesOf = (source: string | undefined): Set<Use> => {
    const known = uses.get(source) ?? new Set();
    uses.set(source, known);
    return known;
  };

  const waitOf = (source: string | undefined, now: number): number => {
    const known = usesOf(source);
    for (const use of known) if (use.at <= now - per) known.delete(use);
    const recent = [...known].map(({ at }) => at).sort((a, b) => b - a);
    const full = (recent[amount - 1] ?? now - per) + per - now;
    return Math.max(full, (barred.get(source) ?? 0) - now);
  };

  function turn(source: string | undefined): Turn {
    const use: Use = { at: Date.now() };
    const known = usesOf(source).add(use);
    return {
      source,
      made: () => {
        use.at = Date.now();
      },
      giveBack: () => void known.delete(use),
      limited(retryAfter) {
        metEarlyLimit = true;
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
