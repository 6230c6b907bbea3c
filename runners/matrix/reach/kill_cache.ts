/** The kills of earlier runs, each with the digest of what the mutant was reached from. */
import type { Row } from '../matrix.js';
import type { Trial } from '../trial.js';
import type { DigestOf } from './digests.js';

interface Kept {
  readonly digest: string;
  readonly killers: readonly string[];
}

/** The file, as JSON. */
export interface KillFile {
  readonly format: typeof FORMAT;
  readonly kills: Readonly<Record<string, Kept>>;
}

/** Counts up when a digest says something else than before. */
export const FORMAT = 1;

export interface KillCache {
  /** The row of a mutant that was killed, when nothing that it is reached from has changed since. */
  known(trial: Trial): Row | undefined;
  /** The kills of before and of these rows, without mutants that are gone. */
  with(rows: readonly Row[]): KillFile;
}

export function killCache(
  { kills }: KillFile,
  trials: readonly Trial[],
  digestOf: ReadonlyMap<string, DigestOf>,
): KillCache {
  const own = new Set(trials.map(({ protocol }) => protocol));
  const digests = new Map(trials.map((one) => [one.path, digestOf.get(one.protocol)?.(one)]));
  return {
    known({ path, protocol, kind, clause, what }) {
      const kept = Object.hasOwn(kills, path) ? kills[path] : undefined;
      if (!kept || kept.digest !== digests.get(path)) return undefined;
      const attempt = { killers: kept.killers, strays: [], faults: [] };
      return { path, protocol, kind, clause, what, ...attempt, fate: 'killed' };
    },
    with(rows) {
      const tried = new Set(rows.map(({ path }) => path));
      const isLeft = (path: string): boolean =>
        !tried.has(path) && (digests.has(path) || !own.has(path.split('/')[0] ?? ''));
      const before = Object.entries(kills).filter(([path]) => isLeft(path));
      const now = rows.flatMap(({ path, fate, killers, strays }): [string, Kept][] => {
        const digest = digests.get(path);
        return digest !== undefined && fate === 'killed' && strays.length === 0
          ? [[path, { digest, killers }]]
          : [];
      });
      const all = [...before, ...now].sort(([a], [b]) => (a < b ? -1 : 1));
      return { format: FORMAT, kills: Object.fromEntries(all) };
    },
  };
}
