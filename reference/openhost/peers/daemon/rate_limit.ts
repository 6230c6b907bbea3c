import type { DaemonSettings } from './options.js';

type Limits = Pick<DaemonSettings, 'throttleMs' | 'burst' | 'refillMs' | 'now'>;

const FORGET_MS = 600_000;

/** Limits how often one client is answered: by a pause between two offers, and by a bucket of tokens. */
export function rateLimit({ throttleMs, burst, refillMs, now }: Limits) {
  const clients = new Map<string, { answered: number; tokens: number }>();
  // By then a client has its whole burst back, and nothing is lost with it.
  const forgetMs = Math.max(FORGET_MS, throttleMs, burst * refillMs);
  return {
    throttled(client: string): boolean {
      const known = clients.get(client);
      return known !== undefined && now() - known.answered < throttleMs;
    },
    /** Takes a token; false when there is none. */
    take(client: string): boolean {
      const at = now();
      for (const [name, { answered }] of clients) if (at - answered > forgetMs) clients.delete(name);
      const known = clients.get(client);
      const tokens = known ? Math.min(burst, known.tokens + (at - known.answered) / refillMs) : burst;
      if (tokens < 1) return false;
      clients.set(client, { answered: at, tokens: tokens - 1 });
      return true;
    },
  };
}
