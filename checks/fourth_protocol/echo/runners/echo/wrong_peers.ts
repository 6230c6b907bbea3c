import { ECHO_RULES, startEcho } from '../../reference/echo/peers/server.js';
import { echoMutants } from '../../reference/mutants/echo/index.js';
import { liveCases } from '../../suites/echo/cases.js';
import { concerns, kills } from '../kill.js';
import { peerTrial, type WrongPeers } from '../matrix/trial.js';
import { tryCases } from '../try_cases.js';
import { echoTarget } from './target.js';

export const wrongPeers: WrongPeers = {
  refused: async () => undefined,
  atOnce: 4,
  equivalents: [],
  reasons: {},
  trials: echoMutants.map((mutant) =>
    peerTrial(mutant, {
      protocol: 'echo',
      kind: 'server',
      related: liveCases.filter((one) => concerns(one, mutant)),
      cases: liveCases,
      async attempt() {
        const { port, close } = await startEcho({ rules: mutant.change(ECHO_RULES) });
        const target = echoTarget(port, close);
        const outcomes = await tryCases(liveCases, target);
        await target.close();
        const found = new Set(outcomes.filter((outcome) => kills(outcome)).map(({ id }) => id));
        const of = (related: boolean) =>
          liveCases.filter((one) => found.has(one.id) && concerns(one, mutant) === related);
        return {
          killers: of(true).map(({ id }) => id),
          strays: of(false).map(({ id }) => id),
          faults: [],
        };
      },
    }),
  ),
};
