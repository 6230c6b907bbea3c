import { UsageError } from './command.js';

/** Reads `2/5` as the second shard of five. */
export function readShard(text: string): { index: number; of: number } {
  const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!(index >= 1 && index <= of))
    throw new UsageError(`--shard: "${text}" is not I/N with I from 1 to N, such as 2/5`);
  return { index, of };
}
