import type { Rate } from './options.js';

export type RateLimiter = ReturnType<typeof createRateLimiter>;

/** Counts uses within a sliding stretch of time, for a bounded number of users. */
export function createRateLimiter({ amount, per }: Rate, users: number) {
  const uses = new Map<string, { times: number[]; first: number }>();

  /** The oldest use that counts is at `first`. Older uses are removed in batches. */
  const trim = (log: { times: number[]; first: number }, now: number) => {
    while (log.first < log.times.length && (log.times[log.first] as number) <= now - per) log.first++;
    if (log.first > amount) {
      log.times.splice(0, log.first);
      log.first = 0;
    }
  };

  return {
    /** Takes one use. Returns 0 when it is granted, otherwise the milliseconds until the next use is granted. */
    take(user: string, now: number): number {
      let log = uses.get(user);
      if (!log) {
        if (uses.size >= users) uses.delete(uses.keys().next().value as string);
        log = { times: [], first: 0 };
        uses.set(user, log);
      }
      trim(log, now);
      if (log.times.length - log.first >= amount) return (log.times[log.first] ?? now) + per - now;
      log.times.push(now);
      return 0;
    },
    /** Gives back the last use. */
    giveBack(user: string): void {
      const log = uses.get(user);
      if (log && log.times.length > log.first) log.times.pop();
    },
    get size() {
      return uses.size;
    },
    /** Drops users without a use in the whole stretch. */
    sweep(now: number): void {
      for (const [user, { times }] of uses) if ((times.at(-1) ?? 0) <= now - per) uses.delete(user);
    },
  };
}
