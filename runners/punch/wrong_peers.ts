/** Runs the suite against the wrong brokers, and against equivalent ones. */
import { equivalents } from '../../reference/mutants/punch/equivalents.js';
import type { PunchMutant } from '../../reference/mutants/punch/mutant.js';
import { punchMutants } from '../../reference/mutants/punch/mutants.js';
import type { MayCarry } from '../../reference/mutants/systematic.js';
import { liveCases } from '../../suites/punch/cases.js';
import { concerns } from '../kill.js';
import { equivalentPeers, peerTrial, type Trial, type WrongPeers } from '../matrix/trial.js';
import { missingTools } from './media.js';
import { falseAlarms, tryToKill } from './mutants.js';

const trial = (mutant: PunchMutant & MayCarry): Trial =>
  peerTrial(mutant, {
    protocol: 'punch',
    kind: 'broker',
    related: liveCases.filter((one) => concerns(one, mutant)),
    cases: liveCases,
    async attempt(scope) {
      const { by, stray } = await tryToKill(mutant, scope);
      return {
        killers: by.map(({ id }) => id),
        strays: stray.filter(({ verdict }) => verdict !== 'error').map(({ id }) => id),
        faults: stray
          .filter(({ verdict }) => verdict === 'error')
          .map(({ id, reason }) => `${id} is an error: ${reason}`),
      };
    },
  });

export const wrongPeers: WrongPeers = {
  refused: async () => undefined,
  atOnce: 12,
  trials: punchMutants.map(trial),
  built: {
    entries: ['runners/punch/mutants.js', 'runners/punch/wrong_peers.js'],
    lists: ['suites/punch/cases.js', 'reference/mutants/punch/mutants.js'],
    data: ['reference/punch/companion', 'dist/compiled'],
  },
  // A getter, because it starts the tools to find out whether they are installed.
  get reasons() {
    return {
      'punch/6.2/media-other-passphrase':
        'it is about the SRT endpoints, the other half of punch/6.2/media: runners/punch/media.test.ts',
      ...toolless(),
    };
  },
  equivalents: equivalentPeers('punch', 'broker', equivalents, (one) => falseAlarms(one)),
};

/** The cases whose tools are not installed on this machine. */
function toolless(): Readonly<Record<string, string>> {
  const missing = missingTools();
  return missing.length === 0 ? {} : { 'punch/6.2/media': `not installed: ${missing.join(', ')}` };
}
