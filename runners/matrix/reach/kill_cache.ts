/** The kills of earlier runs, each with a digest of everything that could change it. */
import { defined } from '../../../defined.js';
import type { MutantRow } from '../matrix.js';
import type { Trial } from '../trial.js';
import type { DigestOf } from './digests.js';

interface Kept {
  readonly digest: string;
  readonly killers: readonly string[];
}

/** The JSON of the file. */
export interface KillFile {
  readonly format: typeof FORMAT;
  readonly kills: Readonly<Record<string, Kept>>;
}

/** Must grow when the meaning of a digest changes. */
export const FORMAT = 1;

export interface KillCache {
  /** The row of a killed mutant, if nothing that could change it has changed since. */
  known(trial: Trial): MutantRow | undefined;
  /** The earlier kills and those of these rows, without removed mutants. */
  with(rows: readonly MutantRow[]): KillFile;
}

export function killCache(
  { kills }: KillFile,
  trials: readonly Trial[],
  digestOf: ReadonlyMap<string, DigestOf>,
): KillCache {
  const own = new Set(trials.map(({ protocol }) => protocol));
  const digests = new Map(trials.map((one) => [one.path, digestOf.get(one.protocol)?.(one)]));
  return {
    known({ path, protocol, kind, clause, what, carries }) {
      const kept = Object.hasOwn(kills, path) ? kills[path] : undefined;
      if (!kept || kept.digest !== digests.get(path)) return undefined;
      const attempt = { killers: kept.killers, strays: [], carried: [], faults: [] };
      return { path, protocol, kind, clause, what, ...defined({ carries }), ...attempt, fate: 'killed' };
    },
    with(rows) {
      const tried = new Set(rows.map(({ path }) => path));
      const isLeft = (path: string): boolean =>
        !tried.has(path) && (digests.has(path) || !own.has(path.split('/')[0] ?? ''));
      const before = Object.entries(kills).filter(([path]) => isLeft(path));
      const now = rows.flatMap(({ path, fate, killers, strays, carried }): [string, Kept][] => {
        const digest = digests.get(path);
        return digest !== undefined && fate === 'killed' && strays.length + carried.length === 0
          ? [[path, { digest, killers }]]
          : [];
      });
      const all = [...before, ...now].sort(([a], [b]) => (a < b ? -1 : 1));
      return { format: FORMAT, kills: Object.fromEntries(all) };
    },
  };
}
