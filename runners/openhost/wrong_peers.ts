/** Runs the suites against wrong daemons, clients and relays. */
import { defined } from '../../defined.js';
import { clientEquivalents } from '../../reference/mutants/openhost/client_equivalents.js';
import { clientMutants } from '../../reference/mutants/openhost/clients.js';
import { daemonEquivalents } from '../../reference/mutants/openhost/equivalents.js';
import { daemonMutants } from '../../reference/mutants/openhost/mutants.js';
import { relayEquivalents } from '../../reference/mutants/openhost/relay_equivalents.js';
import { relayMutants } from '../../reference/mutants/openhost/relays.js';
import type { MayCarry } from '../../reference/mutants/systematic.js';
import type { Case } from '../../suites/model.js';
import { daemonCases } from '../../suites/openhost/cases.js';
import { clientCases } from '../../suites/openhost/clients.js';
import { concerns } from '../kill.js';
import {
  asksOf,
  equivalentPeers,
  type Scope,
  type Trial,
  type WrongPeers,
  waitsOf,
} from '../matrix/trial.js';
import {
  type Found,
  falseAlarms,
  falseAlarmsOfClient,
  falseAlarmsOfRelay,
  findersOfClient,
  findersOfDaemon,
  findersOfRelay,
} from './mutants.js';

interface Facts extends MayCarry {
  readonly id: string;
  readonly clause: readonly string[];
  readonly what: string;
}

const trials = <M extends Facts>(
  kind: string,
  mutants: readonly M[],
  cases: readonly Case[],
  find: (mutant: M, scope: Scope) => Promise<readonly Found[]>,
): readonly Trial[] =>
  mutants.map((mutant) => ({
    path: `openhost/${kind}/${mutant.id}`,
    protocol: 'openhost',
    kind,
    clause: mutant.clause,
    what: mutant.what,
    ...defined({ carries: mutant.carries }),
    waits: waitsOf(cases.filter((one) => concerns(one, mutant))),
    asks: asksOf(
      cases.filter((one) => concerns(one, mutant)),
      cases,
    ),
    async attempt(scope) {
      const found = await find(mutant, scope);
      const ids = (own: boolean) => found.filter((one) => one.own === own).map(({ id }) => id);
      return { killers: ids(true), strays: ids(false), faults: [] };
    },
  }));

export const wrongPeers: WrongPeers = {
  refused: async () => undefined,
  atOnce: 12,
  trials: [
    ...trials('daemon', daemonMutants, daemonCases, findersOfDaemon),
    ...trials('client', clientMutants, clientCases, findersOfClient),
    ...trials('relay', relayMutants, daemonCases, findersOfRelay),
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
    ...equivalentPeers('openhost', 'daemon', daemonEquivalents, falseAlarms),
    ...equivalentPeers('openhost', 'client', clientEquivalents, falseAlarmsOfClient),
    ...equivalentPeers('openhost', 'relay', relayEquivalents, falseAlarmsOfRelay),
  ],
  reasons: {},
};
