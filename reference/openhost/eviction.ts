/** Section 3.3: which answers stay in a packet that may not grow over the limit of BEP44. */
import { DecodeError } from '../bytes/error.js';

export const MAX_PACKET = 1000;

export interface Queued {
  /** Unix time in seconds. */
  readonly createdAt: number;
}

/**
 * Drops whole answers, the oldest first, until the packet fits; of two of the same second the one queued earlier goes
 * first. What stays keeps its order. `sizeOf` measures the whole packet with the answers given to it, the record of the
 * host included, and a record that does not fit alone is refused.
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
  // No answer makes a packet smaller, so the fewest to drop are found by halving: a long queue must not hang us.
  let [fewest, enough] = [0, byAge.length];
  while (fewest < enough) {
    const count = (fewest + enough) >> 1;
    if (sizeOf(without(count)) > limit) fewest = count + 1;
    else enough = count;
  }
  return { kept: without(fewest), evicted: byAge.slice(0, fewest) };
}
