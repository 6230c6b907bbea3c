/**
 * A reference openhost daemon: it publishes its record, answers the offers of its clients, and forwards their requests.
 */
import { setMaxListeners } from 'node:events';
import { answerOffer } from './answering.js';
import { type OfferWatch, watchOffers } from './offer_watch.js';
import { checkForward, type DaemonOptions, settingsOf } from './options.js';
import { createPublisher } from './publisher.js';
import { sessionKeeper } from './sessions.js';

export interface Daemon extends Omit<OfferWatch, 'settled'> {
  readonly url: string;
  publish(): Promise<void>;
  close(): Promise<void>;
}

export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const settings = settingsOf(options);
  checkForward(settings);
  const stop = new AbortController();
  const { signal } = stop;
  setMaxListeners(0, signal);
  const sessions = sessionKeeper();
  const publisher = await createPublisher(settings, signal);
  const around = { sessions, publisher, signal };
  const offers = watchOffers(settings, (name, read) => answerOffer(name, read, settings, around), signal);
  await publisher.publish();
  const timer = setInterval(() => void offers.poll(), settings.pollMs);
  void offers.poll();
  return {
    url: `oh://${settings.identity.name}/`,
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
