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
  let kept = answers;
  let count = 0;
  while (sizeOf(kept) > limit) {
    if (count === byAge.length) throw new DecodeError('eviction/record-too-long', limit);
    count++;
    const dropped = new Set(byAge.slice(0, count));
    kept = answers.filter((answer) => !dropped.has(answer));
  }
  return { kept, evicted: byAge.slice(0, count) };
}
