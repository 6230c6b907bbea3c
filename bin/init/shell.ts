/** The shell script of a shard and of the merge, the same for every provider: POSIX, without eval. */
import { packageInfo } from '../../package.js';

/** The folder in which shards write their recordings, and the merge reads them. */
export const RECORDINGS = 'conform-shards';

/** The package by name and version. The package `conform` in the registry is somebody else's. */
const program = (): string => `npx --yes ${packageInfo().name}@${packageInfo().version}`;

export interface ShardPlace {
  /** The number of the shard, from 1: a variable of the provider, or arithmetic on one. */
  readonly index: string;
  readonly of: string;
  readonly seed: string;
  readonly folder?: string;
}

/** Runs one shard. Only wrong usage or an interruption fails this job; the merge decides about failures. */
export const shardLines = ({ index, of, seed, folder = RECORDINGS }: ShardPlace): string[] => [
  `shard=${index}`,
  `mkdir -p "${folder}"`,
  'code=0',
  `${program()} run --quiet --shard "$shard/${of}" --seed "${seed}" --report console --report "jsonl=${folder}/$shard.jsonl" || code=$?`,
  'case $code in 0|1|3) ;; *) exit "$code" ;; esac',
];

/** Merges the shards into one run and ends with its exit code, which is not 0 when a shard is missing. */
export const mergeLines = (reports: readonly string[], folder = RECORDINGS): string[] => [
  'set --',
  `for file in "${folder}"/*.jsonl; do set -- "$@" --from "$file"; done`,
  `${program()} report merge "$@" ${['console', ...reports].map((one) => `--report "${one}"`).join(' ')}`,
];

/** Lines of a block of YAML. */
export const indented = (lines: readonly string[], blanks: number): string =>
  lines.map((line) => `${' '.repeat(blanks)}${line}`).join('\n');
