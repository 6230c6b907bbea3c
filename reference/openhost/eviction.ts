/** Section 3.3: which answers stay in a packet, whose size BEP44 limits. */
import { DecodeError } from '../bytes/error.js';

export const MAX_PACKET = 1000;

export interface Queued {
  /** Unix time in seconds. */
  readonly createdAt: number;
}

/**
 * Drops whole answers, the oldest first, until the packet fits. Of two answers of the same second, the one queued earlier is
 * dropped first. The others keep their order. `sizeOf` measures the packet with the given answers and the record of the
 * host. A record that does not fit alone is rejected.
 */
export function evict<A extends Queued>(
  answers: readonly A[],
  sizeOf: (kept: readonly A[]) => number,
  limit = MAX_PACKET,
): { readonly kept: readonly A[]; readonly evicted: readonly A[] } {
  const byAge = [...answers].sort((a, b) => a.createdAt - b.createdAt);
  const rank = new Map(byAge.map((answer, at) => [answer, at]));
  const without = (count: number): readonly A[] =>
    answers.filter((answer) => (rank.get(answer) ?? 0) >= count);
  if (sizeOf([]) > limit) throw new DecodeError('eviction/record-too-long', limit);
  // An answer never makes a packet smaller, so a binary search finds how many to drop. A long queue must not take long.
  let [fewest, enough] = [0, byAge.length];
  while (fewest < enough) {
    const count = (fewest + enough) >> 1;
    if (sizeOf(without(count)) > limit) fewest = count + 1;
    else enough = count;
  }
  return { kept: without(fewest), evicted: byAge.slice(0, fewest) };
}
