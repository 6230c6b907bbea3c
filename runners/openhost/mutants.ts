import type { ClientMutant } from '../../reference/mutants/openhost/client_mutant.js';
import type { DaemonMutant } from '../../reference/mutants/openhost/mutant.js';
import type { RelayMutant } from '../../reference/mutants/openhost/relays.js';
import type { Case } from '../../suites/model.js';
import { daemonCases } from '../../suites/openhost/cases.js';
import { clientCases } from '../../suites/openhost/clients.js';
import { askAll, type Outcome } from '../put.js';
import { type EmbeddedOptions, embeddedOpenhost } from './embedded.js';

/** Milliseconds: many wrong daemons are told by what they never say. */
const PATIENCE = 3000;

/** The cases that fail for a wrong daemon and cite a clause that it breaks. */
export const killersOfDaemon = (mutant: DaemonMutant): Promise<Outcome[]> =>
  killers(daemonCases, mutant.breaks, {
    daemon: mutant.options,
    patience: PATIENCE,
    ...(mutant.dialect ? { dialect: mutant.dialect } : {}),
  });

export const killersOfClient = (client: ClientMutant): Promise<Outcome[]> =>
  killers(clientCases, client.breaks, {
    client,
    ...(client.dialect ? { dialect: client.dialect } : {}),
  });

/** Of a right daemon that publishes to a wrong relay. */
export const killersOfRelay = ({ breaks, give, dialect }: RelayMutant): Promise<Outcome[]> =>
  killers(daemonCases, breaks, { relay: give, patience: PATIENCE, ...(dialect ? { dialect } : {}) });

async function killers(
  cases: readonly Case[],
  breaks: readonly string[],
  options: EmbeddedOptions,
): Promise<Outcome[]> {
  const concerned = cases.filter(({ requires }) => requires.some((id) => breaks.includes(id)));
  const target = await embeddedOpenhost(options);
  try {
    const outcomes = await askAll(concerned, target);
    return outcomes.filter(({ verdict }) => verdict === 'fail');
  } finally {
    await target.close();
  }
}
