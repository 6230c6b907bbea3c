/** Polls for the answer to an offer, and reads it in either dialect. */
import { setTimeout as delay } from 'node:timers/promises';
import { base64url } from '../../reference/bytes/base64url.js';
import { DecodeError } from '../../reference/bytes/error.js';
import { type Answer, answer } from '../../reference/openhost/answer.js';
import { unwrap } from '../../reference/openhost/compression.js';
import { answerPrefix } from '../../reference/openhost/labels.js';
import type { Identity } from '../../reference/openhost/peers/identity.js';
import { reassemble } from '../../reference/openhost/reassembly.js';
import * as sealedBox from '../../reference/openhost/sealed_box.js';
import { Lost, Unreachable } from '../../suites/case.js';
import type { Answered, Published } from '../../suites/openhost/port.js';
import type { Deployment } from './deployment.js';
import { knownTo } from './known_answers.js';
import { readPublished } from './published.js';

/** An answer without its time. */
export type Seen = Omit<Answered, 'took'>;

export interface Waiting {
  /** Resolves when no answer can come any more. */
  readonly over: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

export async function awaitAnswer(
  deployment: Deployment,
  identity: Identity,
  hash: Uint8Array,
  { over, signal }: Waiting,
): Promise<Seen | 'silent'> {
  const found = new AbortController();
  let last = false;
  let failed: { readonly error: unknown } | undefined;
  const fail = (error: unknown) => {
    failed = { error };
  };
  const end = over(AbortSignal.any([signal, found.signal])).then(() => {
    last = true;
  }, fail);
  try {
    for (;;) {
      if (failed) throw failed.error;
      const isLast = last;
      const seen = await look(deployment, { identity, hash, isLast, signal });
      if (seen) {
        knownTo(deployment, identity.name).seen(seen);
        return seen;
      }
      if (isLast) return 'silent';
      await Promise.race([end, delay(deployment.tick, undefined, { signal })]);
    }
  } finally {
    found.abort();
  }
}

/** Polls for at most this many milliseconds. */
export const lasting = (ms: number) => (signal: AbortSignal) => delay(ms, undefined, { signal });

/** The answer that the packet has for this client now. */
export const answerThere = (
  deployment: Deployment,
  identity: Identity,
  hash: Uint8Array,
  signal: AbortSignal,
) => look(deployment, { identity, hash, isLast: false, signal });

interface Looking {
  readonly identity: Identity;
  readonly hash: Uint8Array;
  readonly isLast: boolean;
  readonly signal: AbortSignal;
}

async function look(
  deployment: Deployment,
  { identity, hash, isLast, signal }: Looking,
): Promise<Seen | undefined> {
  // The daemon has fetched the offer, so it may still answer before the next poll.
  const published = await readable(deployment, isLast, signal);
  if (!published || !('salt' in published.host)) return undefined;
  const prefix = answerPrefix(published.host.salt, identity.publicKey);
  const mine = published.records.filter(({ label }) => label.startsWith(prefix));
  const found = mine.length > 0 ? open(identity, mine, prefix, hash) : undefined;
  return found && knownTo(deployment, identity.name).isNew(found) ? { ...found, published } : undefined;
}

/** A missing packet may appear at the next poll. At the last poll its absence counts. */
async function readable(
  deployment: Deployment,
  last: boolean,
  signal: AbortSignal,
): Promise<Published | undefined> {
  try {
    return await readPublished(deployment, signal);
  } catch (error) {
    if (!(error instanceof Lost || error instanceof Unreachable)) throw error;
    // The relay may be busy, so it gets another chance.
    return last ? readPublished(deployment, signal) : undefined;
  }
}

/** The answer; undefined while fragments are missing. */
function open(
  identity: Identity,
  mine: readonly { label: string; ttl: number; value: string }[],
  prefix: string,
  hash: Uint8Array,
): Omit<Seen, 'published'> | undefined {
  const labels = mine.map(({ label }) => label.slice(prefix.length));
  const envelopes: Uint8Array[] = [];
  const seen = { labels, ttls: mine.map(({ ttl }) => ttl), prefix, envelopes, offerHash: hash };
  try {
    for (const { value } of mine) envelopes.push(base64url.decode(value));
    const fragments = envelopes.map((envelope, i) => ({ suffix: labels[i] ?? '', envelope }));
    // Both dialects are accepted here. Other cases test which one it is.
    const sealed = reassemble(fragments, 'deployed');
    if (sealed === undefined) return undefined;
    const plaintext = sealedBox.open(identity.seed, sealed);
    const read: Answer = answer.decode(unwrap(plaintext, 'deployed'));
    return { ...seen, compression: plaintext[0] ?? 0, answer: read };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ...seen, compression: 0, answer: { refused: error.message } };
  }
}
