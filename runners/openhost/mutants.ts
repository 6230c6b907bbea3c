import type { ClientMutant } from '../../reference/mutants/openhost/client_mutant.js';
import type { DaemonMutant } from '../../reference/mutants/openhost/mutant.js';
import { RELAY_RULES, type RelayMutant } from '../../reference/mutants/openhost/relays.js';
import type { Case } from '../../suites/model.js';
import { daemonCases } from '../../suites/openhost/cases.js';
import { clientCases } from '../../suites/openhost/clients.js';
import { askOne, type Outcome } from '../ask_all.js';
import { drain } from '../drain.js';
import { concerns, kills } from '../kill.js';
import { isSpoken } from '../plan.js';
import { type EmbeddedOptions, embeddedOpenhost } from './embedded.js';

/** Milliseconds: many wrong daemons are told by what they never say. */
const PATIENCE = 3000;

interface Wrong {
  readonly clause: readonly string[];
  readonly silent?: true;
}

/** The cases that fail for a wrong daemon and cite a clause that it breaks. */
export const killersOfDaemon = (mutant: DaemonMutant): Promise<Outcome[]> =>
  killers(daemonCases, mutant, {
    change: mutant.change,
    patience: PATIENCE,
    ...(mutant.dialect ? { dialect: mutant.dialect } : {}),
  });

export const killersOfClient = (client: ClientMutant): Promise<Outcome[]> =>
  killers(clientCases, client, {
    client,
    ...(client.dialect ? { dialect: client.dialect } : {}),
  });

/** Of a right daemon that publishes to a wrong relay. */
export const killersOfRelay = (relay: RelayMutant): Promise<Outcome[]> =>
  killers(daemonCases, relay, {
    relay: relay.change(RELAY_RULES).give,
    patience: PATIENCE,
    ...(relay.dialect ? { dialect: relay.dialect } : {}),
  });

async function killers(cases: readonly Case[], wrong: Wrong, options: EmbeddedOptions): Promise<Outcome[]> {
  const concerned = cases.filter((one) => concerns(one, wrong));
  const target = await embeddedOpenhost(options);
  const killed: Outcome[] = [];
  try {
    const spoken = concerned.filter((one) => isSpoken(one, target));
    await drain(spoken, target.concurrency, new AbortController().signal, async (one) => {
      const outcome = await askOne(one, target);
      if (kills(outcome, wrong)) killed.push(outcome);
    });
    return killed;
  } finally {
    await target.close();
  }
}
