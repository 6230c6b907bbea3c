/** How many answers fit into the packet of a daemon. */
import { MAX_PACKET } from '../../reference/openhost/eviction.js';
import type { Answered } from '../../suites/openhost/port.js';

/** Bytes of a TXT record beside its value: its name with a pointer to the key, its head, and the length of its string. */
const AROUND = 52;

/**
 * Whether the packet has room for a second answer like this one. Without it, a daemon that publishes two answers at once removes one of
 * them before anybody sees it.
 */
export function holdsTwo({ envelopes, published }: Pick<Answered, 'envelopes' | 'published'>): boolean {
  const own = envelopes.reduce((sum, { length }) => sum + Math.ceil((length * 4) / 3) + AROUND, 0);
  const answers = published.records.filter(({ label }) => /^_answer-.*-0$/.test(label)).length;
  return published.dnsLength - own * Math.max(answers, 1) + 2 * own <= MAX_PACKET;
}
