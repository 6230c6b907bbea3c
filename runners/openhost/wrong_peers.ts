/** Runs the suites against wrong daemons, clients and relays. */
import { defined } from '../../defined.js';
import { clientEquivalents } from '../../reference/mutants/openhost/client_equivalents.js';
import { clientMutants } from '../../reference/mutants/openhost/clients.js';
import { daemonEquivalents } from '../../reference/mutants/openhost/equivalents.js';
import type { OpenhostMutant } from '../../reference/mutants/openhost/mutant.js';
import { daemonMutants } from '../../reference/mutants/openhost/mutants.js';
import { relayEquivalents } from '../../reference/mutants/openhost/relay_equivalents.js';
import { relayMutants } from '../../reference/mutants/openhost/relays.js';
import type { Case } from '../../suites/model.js';
import { daemonCases } from '../../suites/openhost/cases.js';
import { clientCases } from '../../suites/openhost/clients.js';
import { concerns } from '../kill.js';
import {
  type DescribedMutant,
  equivalentPeers,
  peerTrial,
  type Trial,
  type WrongPeers,
} from '../matrix/trial.js';
import type { EmbeddedOptions } from './embedded.js';
import { falseAlarms, finders } from './mutants.js';

const trials = <M extends DescribedMutant & OpenhostMutant>(
  kind: string,
  mutants: readonly M[],
  cases: readonly Case[],
  optionsOf: (mutant: M) => EmbeddedOptions,
): readonly Trial[] =>
  mutants.map((mutant) =>
    peerTrial(mutant, {
      protocol: 'openhost',
      kind,
      related: cases.filter((one) => concerns(one, mutant)),
      cases,
      async attempt(scope) {
        const options = { ...optionsOf(mutant), ...defined({ dialect: mutant.dialect }) };
        const found = await finders(scope, cases, mutant, options);
        const ids = (own: boolean) => found.filter((one) => one.own === own).map((one) => one.id);
        return { killers: ids(true), strays: ids(false), faults: [] };
      },
    }),
  );

/** Milliseconds of patience. Short, because many wrong daemons are found by their silence. */
const patience = 3000;

export const wrongPeers: WrongPeers = {
  refused: async () => undefined,
  atOnce: 12,
  trials: [
    ...trials('daemon', daemonMutants, daemonCases, ({ change }) => ({ change, patience })),
    ...trials('client', clientMutants, clientCases, (client) => ({ client })),
    ...trials('relay', relayMutants, daemonCases, ({ change }) => ({ relay: change, patience })),
  ],
  built: {
    entries: ['runners/openhost/mutants.js', 'runners/openhost/wrong_peers.js'],
    lists: [
      'suites/openhost/cases.js',
      'suites/openhost/clients.js',
      'reference/mutants/openhost/mutants.js',
      'reference/mutants/openhost/clients.js',
    ],
    data: [],
  },
  equivalents: [
    ...equivalentPeers('openhost', 'daemon', daemonEquivalents, ({ change }) =>
      falseAlarms(daemonCases, { change }),
    ),
    ...equivalentPeers('openhost', 'client', clientEquivalents, (client) =>
      falseAlarms(clientCases, { client }),
    ),
    ...equivalentPeers('openhost', 'relay', relayEquivalents, ({ send }) =>
      falseAlarms(daemonCases, { send: send() }),
    ),
  ],
  reasons: {},
};
