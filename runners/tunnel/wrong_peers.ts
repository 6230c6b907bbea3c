/** Wrong tunnel programs before the cases that have to find them. */
import { defined } from '../../defined.js';
import type { MayCarry } from '../../reference/mutants/systematic.js';
import { tunnelEquivalents } from '../../reference/mutants/tunnel/equivalents.js';
import { type TunnelMutant, tunnelMutants } from '../../reference/mutants/tunnel/mutants.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { asksOf, equivalentPeers, type Trial, type WrongPeers, waitsOf } from '../matrix/trial.js';
import { falseAlarms, putMutant, uncited } from './mutants.js';
import { labRefused } from './namespaces.js';

/** `put` puts the mutant to these cases. */
export const trialOf = (mutant: TunnelMutant & MayCarry, put = putMutant): Trial => ({
  asks: asksOf(
    liveCases.filter(({ id }) => mutant.killedBy.includes(id)),
    liveCases,
  ),
  path: `tunnel/program/${mutant.id}`,
  protocol: 'tunnel',
  kind: 'program',
  clause: mutant.clause,
  what: mutant.what,
  ...defined({ drawnFrom: mutant.drawnFrom, carries: mutant.carries }),
  waits: waitsOf(liveCases.filter(({ id }) => mutant.killedBy.includes(id))),
  async attempt(scope) {
    const others = liveCases.map(({ id }) => id).filter((id) => !mutant.killedBy.includes(id));
    const found = await put(mutant, scope === 'all' ? [...mutant.killedBy, ...others] : mutant.killedBy);
    const promised = (id: string): boolean => mutant.killedBy.includes(id);
    const red = found.filter((one) => one.red).map(({ id }) => id);
    return {
      killers: red.filter(promised),
      strays: red.filter((id) => !promised(id)),
      faults: [
        ...found
          .filter((one) => !one.red && promised(one.id))
          .map(({ id, why }) => `${id} does not find it: ${why}`),
        ...uncited(mutant).map((what) => `not cited: ${what}`),
      ],
    };
  },
});

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
