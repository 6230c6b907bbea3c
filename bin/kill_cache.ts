/** `mutants --cache FILE`: skips a mutant that was killed before, unless a change since then can reach it. */
import { accessSync, constants, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Group } from '../runners/matrix/gather.js';
import type { MutantRow } from '../runners/matrix/matrix.js';
import { builtGraph, digestsBy, idsOfSections, surroundingsOf } from '../runners/matrix/reach/digests.js';
import { FORMAT, type KillCache, type KillFile, killCache } from '../runners/matrix/reach/kill_cache.js';
import type { Trial } from '../runners/matrix/trial.js';
import { UsageError } from './command.js';

export interface FiledKills extends Pick<KillCache, 'known'> {
  save(rows: readonly MutantRow[]): void;
}

/** The cache of a run without `--cache`. */
const nothing: FiledKills = { known: () => undefined, save: () => {} };

/** Reads the file, and checks before minutes of work that it can be written afterwards. */
export function readKills(file: string): KillFile {
  try {
    accessSync(dirname(file), constants.W_OK);
    if (!existsSync(file)) return { format: FORMAT, kills: {} };
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isKillFile(read)) return read;
  } catch (error) {
    throw new UsageError(
      `--cache ${file}: ${error instanceof Error ? error.message : String(error)}: name another file, or remove it`,
    );
  }
  throw new UsageError(`--cache ${file} is not a cache of conform mutants: name another file, or remove it`);
}

/** `before` is the earlier content of the file. */
export async function filedKills(
  file: string | undefined,
  before: KillFile | undefined,
  groups: readonly Group[],
  strays: boolean,
): Promise<FiledKills> {
  if (file === undefined || before === undefined) return nothing;
  const graph = builtGraph();
  if (!graph)
    throw new UsageError('--cache needs the modules of a build: run it in a clone of the repository');
  const digests = new Map(
    await Promise.all(
      groups.flatMap(({ protocol, built }) =>
        built
          ? [
              idsOfSections(graph, built.lists).then((idsOf) => {
                const surroundings = surroundingsOf(built.data);
                return [protocol, digestsBy({ graph, built, idsOf, strays, surroundings })] as const;
              }),
            ]
          : [],
      ),
    ),
  );
  const trials: readonly Trial[] = groups.flatMap((group) => group.trials);
  const cache = killCache(before, trials, digests);
  return {
    known: cache.known,
    save(rows) {
      const beside = `${file}.${process.pid}`;
      writeFileSync(beside, `${JSON.stringify(cache.with(rows), null, 1)}\n`);
      renameSync(beside, file);
    },
  };
}

/** A file of another format counts as empty. */
function isKillFile(read: unknown): read is KillFile {
  if (typeof read !== 'object' || read === null) return false;
  const { format, kills } = read as Partial<Record<keyof KillFile, unknown>>;
  if (format !== FORMAT || typeof kills !== 'object' || kills === null || Array.isArray(kills)) return false;
  return Object.values(kills).every(isKept);
}

function isKept(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { digest, killers } = value as Record<string, unknown>;
  return (
    typeof digest === 'string' &&
    Array.isArray(killers) &&
    killers.length > 0 &&
    killers.every((id) => typeof id === 'string')
  );
}
