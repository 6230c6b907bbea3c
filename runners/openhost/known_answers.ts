/**
 * The answers that a reused client has seen. An answer to an earlier offer may still be in the packet, come late, or reappear
 * when a newer answer leaves the packet. It is not the answer to the newest offer.
 */
import { base64url } from '../../reference/bytes/base64url.js';
import { concat } from '../../reference/bytes/writer.js';
import type { Answer } from '../../reference/openhost/answer.js';
import type { Deployment } from './deployment.js';

interface Found {
  readonly envelopes: readonly Uint8Array[];
  readonly answer: Answer | { readonly refused: string };
}

type KnownAnswers = ReturnType<typeof knownAnswers>;

function knownAnswers() {
  const seen = new Set<string>();
  const earlier = new Set<string>();
  let newest = '';
  const keyOf = ({ envelopes }: Found): string => base64url.encode(concat(...envelopes));
  return {
    /** From now on, the offer with this hash is the newest. */
    offered(hash: Uint8Array): void {
      earlier.add(newest);
      newest = base64url.encode(hash);
      earlier.delete(newest);
    },
    /** Records an answer that was seen. It never counts as the answer to a later offer. */
    seen: (found: Found): void => void seen.add(keyOf(found)),
    /** Whether it answers the newest offer, as far as one can tell. */
    isNew(found: Found): boolean {
      const names = 'offerSdpHash' in found.answer ? base64url.encode(found.answer.offerSdpHash) : '';
      return !seen.has(keyOf(found)) && !(names !== '' && earlier.has(names));
    },
  };
}

const known = new WeakMap<Deployment, Map<string, KnownAnswers>>();

export function knownTo(deployment: Deployment, client: string): KnownAnswers {
  const clients = known.get(deployment) ?? new Map<string, KnownAnswers>();
  known.set(deployment, clients);
  const own = clients.get(client) ?? knownAnswers();
  clients.set(client, own);
  return own;
}
