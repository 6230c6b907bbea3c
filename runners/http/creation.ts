import { setTimeout as sleep } from 'node:timers/promises';
import type { Budget } from '../../suites/model.js';

/** What POST /api/session may still do, for each address that we come from. */
export interface CreationBudget {
  /** Waits until one of the addresses may ask again, and says which; `refuse` throws when it is of no use. */
  take(preferred: string | undefined, signal: AbortSignal, refuse: () => void): Promise<string | undefined>;
  /** The deployment said 429: nobody asks from there before. */
  learn(source: string | undefined, retryAfter: string | undefined): void;
  /** The request never arrived. */
  giveBack(source: string | undefined): void;
  /** Asked within a stretch, and when it all began. */
  readonly asked: number;
  /** Whether somebody was refused within what one address may ask. */
  readonly metEarlyLimit: boolean;
}

/** How often to look whether waiting is still of use. */
const LOOK = 250;

export function createCreationBudget(
  { amount, per }: Budget,
  sources: readonly (string | undefined)[],
): CreationBudget {
  const uses = new Map<string | undefined, number[]>(sources.map((source) => [source, []]));
  const barred = new Map<string | undefined, number>();
  let asked = 0;
  let metEarlyLimit = false;

  const waitOf = (source: string | undefined, now: number): number => {
    const recent = (uses.get(source) ?? []).filter((at) => at > now - per);
    uses.set(source, recent);
    const full = recent.length >= amount ? (recent[recent.length - amount] as number) + per - now : 0;
    return Math.max(full, (barred.get(source) ?? 0) - now);
  };

  return {
    get asked() {
      return asked;
    },
    get metEarlyLimit() {
      return metEarlyLimit;
    },
    async take(preferred, signal, refuse) {
      for (;;) {
        refuse();
        const now = Date.now();
        const candidates = preferred === undefined ? sources : [preferred];
        const [best] = candidates
          .map((source) => ({ source, wait: waitOf(source, now) }))
          .sort((a, b) => a.wait - b.wait);
        if (!best || best.wait <= 0) {
          const source = best?.source ?? preferred;
          uses.get(source)?.push(now);
          asked++;
          return source;
        }
        await sleep(Math.min(best.wait + 5, LOOK), undefined, { signal });
      }
    },
    giveBack(source) {
      uses.get(source)?.pop();
    },
    learn(source, retryAfter) {
      metEarlyLimit = true;
      const seconds = Number(retryAfter);
      const until = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : per;
      barred.set(source, Date.now() + Math.min(until, 120_000));
    },
  };
}
