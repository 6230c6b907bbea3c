/**
 * A reference openhost daemon: it publishes its record, answers the offers of its clients, and forwards their requests.
 */
import { setMaxListeners } from 'node:events';
import { answerOffer } from './answering.js';
import { watchOffers } from './offer_watch.js';
import { checkOptions, type DaemonOptions } from './options.js';
import { createPublisher } from './publisher.js';
import { DAEMON_RULES } from './rules.js';
import { sessionKeeper } from './sessions.js';

export interface Daemon {
  readonly url: string;
  pair(client: string): void;
  unpair(client: string): void;
  /** Looks for offers of this client, also when it is not allowed. */
  watch(client: string): void;
  publish(): Promise<void>;
  /** Polls now instead of at the next interval. Returns the clients for which no substrate answered. */
  poll(): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  checkOptions(options);
  const stop = new AbortController();
  const { signal } = stop;
  setMaxListeners(0, signal);
  const sessions = sessionKeeper();
  const publisher = await createPublisher(options, options.rules ?? DAEMON_RULES, signal);
  const around = { sessions, publisher, signal };
  const offers = watchOffers(options, (name, read) => answerOffer(name, read, options, around), signal);
  await publisher.publish();
  const timer = setInterval(() => void offers.poll(), options.pollMs ?? 1000);
  void offers.poll();
  return {
    url: `oh://${options.identity.name}/`,
    pair(client) {
      offers.pair(client);
      void offers.poll();
    },
    unpair: offers.unpair,
    watch: offers.watch,
    publish: publisher.publish,
    poll: offers.poll,
    async close() {
      clearInterval(timer);
      stop.abort();
      await offers.settled();
      await sessions.close();
      await publisher.stop();
    },
  };
}
