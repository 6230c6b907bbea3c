/** Section 3.3: looks for the offers of clients, and decides which offers get an answer. */
import { base64url } from '../../../bytes/base64url.js';
import { DecodeError } from '../../../bytes/error.js';
import { zbase32 } from '../../../bytes/zbase32.js';
import { reasonOf } from '../reason.js';
import { type Found, resolve } from '../substrate.js';
import { type ReadOffer, readOffer } from './offers.js';
import type { DaemonSettings } from './options.js';
import { pairsFrom } from './pairs.js';
import { rateLimit } from './rate_limit.js';

export interface OfferWatch {
  pair(client: string): void;
  unpair(client: string): void;
  /** Looks for the offers of this client, also when it is not allowed. */
  watch(client: string): void;
  /** Looks once for the offers of all watched clients. Returns the clients for which no substrate answered. */
  poll(): Promise<ReadonlySet<string>>;
  /** Waits for the looks that are under way. */
  settled(): Promise<void>;
}

/** The number of clients whose newest offer it remembers. */
const MOST_SEEN = 10_000;

type OfferRefusal = 'stale' | 'replayed' | 'not allowed' | 'binding mode' | 'rate limit';

export function watchOffers(
  settings: DaemonSettings,
  answer: (name: string, read: ReadOffer) => Promise<void>,
  signal: AbortSignal,
): OfferWatch {
  const { substrates, dialect, rules, log } = settings;
  const allowed = new Set(settings.allow);
  const looked = new Set(settings.watch);
  const everyone = settings.allow === undefined && settings.pairs === undefined;
  const pairs = pairsFrom(settings.pairs ?? (() => []), log, rules);
  const isAllowed = (name: string) => everyone || allowed.has(name) || pairs.allowed.has(name);
  const seen = newestOffers();
  const limit = rateLimit(settings);
  const judge = judgeOffers(settings, isAllowed, limit);
  const busy = new Map<string, Promise<void>>();
  const lost = new Set<string>();

  async function consider(name: string, found: Found): Promise<void> {
    const read = readOffer(found.packet, zbase32.decode(name), settings);
    if (read === undefined) return;
    const refusal = judge.rejectionOf(name, found, read);
    if (refusal !== undefined) {
      // The client may be paired while its offer is still published, and no sentence of the text drops that offer.
      if (refusal === 'not allowed' && dialect === 'spec') seen.forget(name);
      return log(`offer of ${name} rejected: ${refusal}`);
    }
    judge.accepted(name, read);
    await answer(name, read);
    log(`offer of ${name} answered`);
  }

  async function look(name: string): Promise<void> {
    lost.delete(name);
    const found = await resolve(substrates, name, signal).catch(() => void lost.add(name));
    if (found === undefined || !seen.isNewer(name, found.packet.seq) || signal.aborted) return;
    const waiting = limit.throttled(name);
    if (waiting && dialect === 'spec') return;
    seen.remember(name, found.packet.seq);
    if (waiting) return;
    await consider(name, found).catch((error: unknown) => {
      const why = error instanceof DecodeError ? error.code : reasonOf(error);
      log(`offer of ${name} rejected: ${why}`);
    });
  }

  /** Joins the look at this client that is under way, when there is one. */
  function lookOnce(name: string): Promise<void> {
    const looking = busy.get(name) ?? look(name).finally(() => busy.delete(name));
    busy.set(name, looking);
    return looking;
  }

  async function poll(): Promise<ReadonlySet<string>> {
    pairs.read();
    await rules.lookAtEach([...new Set([...looked, ...allowed, ...pairs.watched])], lookOnce, signal);
    return new Set(lost);
  }

  return {
    pair: (client) => void allowed.add(client),
    unpair(client) {
      for (const list of [allowed, looked, lost]) list.delete(client);
      for (const memory of [judge, seen]) memory.forget(client);
    },
    watch: (client) => void looked.add(client),
    poll,
    async settled() {
      await Promise.all(busy.values());
    },
  };
}

/** Decides which offers get an answer, and remembers for each client the sealed box of the offer that got its last one. */
function judgeOffers(
  { dialect, rules, bindingModes, now }: DaemonSettings,
  isAllowed: (name: string) => boolean,
  limit: Pick<ReturnType<typeof rateLimit>, 'take'>,
) {
  const answered = new Map<string, string>();
  return {
    /** The text has no rule for an old or a repeated offer (OPENHOST-G43); deployed daemons answer both. */
    rejectionOf(name: string, { packet }: Found, read: ReadOffer): OfferRefusal | undefined {
      const seconds = BigInt(Math.floor(now() / 1000));
      const box = base64url.encode(read.box);
      if (dialect === 'spec' && !rules.isFresh(packet.seq, seconds)) return 'stale';
      if (dialect === 'spec' && rules.isReplay(box, answered.get(name))) return 'replayed';
      if (!rules.isAllowed(name, isAllowed, read.offer.version)) return 'not allowed';
      if (!rules.bindsIn(read.bindingMode, bindingModes)) return 'binding mode';
      return limit.take(name) ? undefined : 'rate limit';
    },
    accepted: (name: string, { box }: ReadOffer) => void answered.set(name, base64url.encode(box)),
    forget: (name: string) => void answered.delete(name),
  };
}

/** The sequence number of the newest offer of each client. */
function newestOffers() {
  const seen = new Map<string, bigint>();
  return {
    isNewer: (name: string, seq: bigint) => seq > (seen.get(name) ?? -1n),
    remember(name: string, seq: bigint) {
      seen.delete(name);
      seen.set(name, seq);
      const [oldest] = seen.keys();
      if (seen.size > MOST_SEEN && oldest !== undefined) seen.delete(oldest);
    },
    forget: (name: string) => void seen.delete(name),
  };
}
