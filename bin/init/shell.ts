/** The shell of a shard and of the merge, the same for every provider: POSIX, without eval. */
import { packageInfo } from '../../package.js';

/** Where shards put their recordings, and the merge finds them. */
export const RECORDINGS = 'conform-shards';

/** By name and version from the registry: `conform` there is somebody else's package. */
export const program = (): string => `npx --yes ${packageInfo().name}@${packageInfo().version}`;

export interface ShardPlace {
  /** Arithmetic or a variable of the provider, from 1. */
  readonly index: string;
  readonly of: string;
  readonly seed: string;
  readonly folder?: string;
}

/** Runs one shard. A failure is decided by the merge: here only a wrong call or an interruption ends the job. */
export const shardLines = ({ index, of, seed, folder = RECORDINGS }: ShardPlace): string[] => [
  `shard=${index}`,
  `mkdir -p "${folder}"`,
  'code=0',
  `${program()} run --quiet --shard "$shard/${of}" --seed "${seed}" --report console --report "jsonl=${folder}/$shard.jsonl" || code=$?`,
  'case $code in 0|1|3) ;; *) exit "$code" ;; esac',
];

/** Draws the shards as one run, and ends as that run: a shard that is missing keeps it from being green. */
export const mergeLines = (reports: readonly string[], folder = RECORDINGS): string[] => [
  'set --',
  `for file in "${folder}"/*.jsonl; do set -- "$@" --from "$file"; done`,
  `${program()} report merge "$@" ${['console', ...reports].map((one) => `--report "${one}"`).join(' ')}`,
];

/** Lines of a block of YAML. */
export const indented = (lines: readonly string[], blanks: number): string =>
  lines.map((line) => `${' '.repeat(blanks)}${line}`).join('\n');
