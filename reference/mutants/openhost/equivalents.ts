/** Daemons that are unlike the reference and keep to the text: no gating case may fail or be blocked for one. */
import { setTimeout as delay } from 'node:timers/promises';
import type { DaemonEquivalent } from './daemon_equivalent.js';
import { ownWays } from './own_ways.js';

/** Milliseconds that the known daemon takes to ask for the offer of one client. */
const ONE_LOOK = 120;

/** The text names no order and no pace within a poll. The known daemon polls again only when it has seen everybody. */
export const oneAfterTheOther: DaemonEquivalent = {
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
