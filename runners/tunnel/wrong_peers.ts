/** Wrong tunnel programs before the cases that have to find them. */
import type { MayCarry } from '../../reference/mutants/systematic.js';
import { tunnelEquivalents } from '../../reference/mutants/tunnel/equivalents.js';
import { type TunnelMutant, tunnelMutants } from '../../reference/mutants/tunnel/mutants.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { equivalentPeers, peerTrial, type Trial, type WrongPeers } from '../matrix/trial.js';
import { falseAlarms, putMutant, uncited } from './mutants.js';
import { labRefused } from './namespaces.js';

/** `put` puts the mutant to these cases. */
export function trialOf(mutant: TunnelMutant & MayCarry, put = putMutant): Trial {
  const { killedBy } = mutant;
  const isPromised = (id: string): boolean => killedBy.includes(id);
  const promised = liveCases.filter(({ id }) => isPromised(id));
  const others = liveCases.map(({ id }) => id).filter((id) => !isPromised(id));
  return peerTrial(mutant, {
    protocol: 'tunnel',
    kind: 'program',
    related: promised,
    cases: liveCases,
    async attempt(scope) {
      const found = await put(mutant, scope === 'all' ? [...killedBy, ...others] : killedBy);
      const red = found.filter((one) => one.red).map(({ id }) => id);
      return {
        killers: red.filter(isPromised),
        strays: red.filter((id) => !isPromised(id)),
        faults: [
          ...found
            .filter((one) => !one.red && isPromised(one.id))
            .map(({ id, why }) => `${id} does not find it: ${why}`),
          ...uncited(mutant).map((what) => `not cited: ${what}`),
        ],
      };
    },
  });
}

export const wrongPeers: WrongPeers = {
  refused: labRefused,
  atOnce: 8,
  trials: tunnelMutants.map((mutant) => trialOf(mutant)),
  built: {
    entries: [
      'runners/tunnel/mutants.js',
      'runners/tunnel/wrong_peers.js',
      'checks/tunnel_mutant.js',
      'bin/lab_agent.js',
      'runners/tunnel/lab_shell.js',
      'runners/tunnel/agent/agent.js',
      // What `conform serve tunnel` loads: the reference at the other end.
      'bin/conform.js',
      'bin/raw_peer.js',
      'runners/registry/served.js',
      'runners/tunnel/served.js',
    ],
    lists: ['suites/tunnel/cases.js', 'reference/mutants/tunnel/mutants.js'],
    data: [],
  },
  equivalents: equivalentPeers('tunnel', 'program', tunnelEquivalents, (one) => falseAlarms(one)),
  reasons: {},
};
