import { randomInt } from 'node:crypto';
import { ifAnswered } from './answered.js';
import { isLoopback } from './loopback.js';
import { requestOnce } from './request.js';

/** Addresses of this machine that reach the target. On Linux all of 127/8 does, and each has its own rate limit. */
export async function usableSources(url: URL, ca: string | undefined): Promise<string[]> {
  if (!isLoopback(url) || url.hostname === '[::1]') return [];
  const candidates = freshSources();
  const health = { url: new URL('/api/health', url), method: 'GET', headers: {}, patience: 2_000 };
  const reached = await Promise.all(
    candidates.slice(0, 2).map((source) => ifAnswered(requestOnce({ ...health, source, ca }))),
  );
  return reached.includes(undefined) ? [] : candidates;
}

/** Draws new addresses, because the last run may have used up the limit of others. */
export const freshSources = (): string[] => {
  const drawn = new Set<string>();
  while (drawn.size < 8) drawn.add(`127.${[0, 0, 0].map(() => randomInt(1, 254)).join('.')}`);
  return [...drawn];
};
