/** Daemons that are right but different from the reference. No gating case may fail or be blocked against one. */
import { setTimeout as delay } from 'node:timers/promises';
import type { DaemonEquivalent } from './daemon_equivalent.js';
import { ownWays } from './own_ways.js';

/** The milliseconds that the known daemon needs to look for the offer of one client. */
const ONE_LOOK = 120;

/**
 * The specification sets no order and no pace within a poll. The known daemon polls again only after it has looked for
 * every client.
 */
const oneAfterTheOther: DaemonEquivalent = {
  id: 'one-key-after-the-other',
  what: 'Looks for the offers of its clients one after the other, 0.12 s each.',
  change(rules) {
    let pass: Promise<void> | undefined;
    return {
      ...rules,
      async lookAtEach(clients, look, signal) {
        pass ??= inOrder(clients, look, signal).finally(() => {
          pass = undefined;
        });
        await pass;
      },
    };
  },
};

async function inOrder(
  clients: readonly string[],
  look: (client: string) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (const client of clients) {
    await delay(ONE_LOOK, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    await look(client);
  }
}

export const daemonEquivalents: readonly DaemonEquivalent[] = [oneAfterTheOther, ...ownWays];
