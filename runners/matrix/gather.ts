/** All mutants: wrong codecs from the vectors, and wrong peers from the protocols. */
import { needPackages } from '../../optional_package.js';
import { loadVectors } from '../../vectors/load.js';
import { plugins } from '../registry/plugins.js';
import { equivalentTrials } from './codec_equivalents.js';
import { codecTrials } from './codecs.js';
import type { Built } from './reach/reach.js';
import type { EquivalentTrial, Trial } from './trial.js';

export interface Group {
  readonly name: string;
  readonly protocol: string;
  readonly atOnce: number;
  readonly trials: readonly Trial[];
  readonly equivalents: readonly EquivalentTrial[];
  /** For peers: their modules in the build. */
  readonly built?: Built;
  /** Why cases of the protocol kill no mutant, by id. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Why they cannot be tried on this machine. Called only when there is something to try. */
  refused(): Promise<string | undefined>;
}

/** Codecs come before peers, because their computing would delay peers that wait. */
export async function groupsOf(protocols: readonly string[]): Promise<readonly Group[]> {
  needPackages('acorn');
  const { sourceTrials } = await import('./source/trials.js');
  const chosen = plugins.filter(({ protocol }) => protocols.includes(protocol));
  const codecs = await Promise.all(
    chosen.map(async ({ protocol, same }): Promise<Group> => {
      const files = loadVectors([protocol]);
      return {
        name: `codecs of ${protocol}`,
        protocol,
        atOnce: 1,
        trials: [...codecTrials(files), ...(await sourceTrials(protocol, files, (await same()).same))],
        equivalents: equivalentTrials(files),
        reasons: {},
        refused: async () => undefined,
      };
    }),
  );
  const peers = await Promise.all(
    chosen.map(async ({ protocol, packages, wrong }): Promise<Group> => {
      needPackages(...packages);
      const { wrongPeers } = await wrong();
      return { name: `peers of ${protocol}`, protocol, ...wrongPeers };
    }),
  );
  return [...codecs, ...peers];
}
