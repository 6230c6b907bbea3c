/** Long checks run in parts. The hash of a commit chooses the part that it runs. */
import { spawnSync } from 'node:child_process';
import { inPackage } from '../package.js';

/**
 * The part that this commit runs, from 0. Undefined without a commit and with `CONFORM_ALL=1`, which run everything.
 */
export function turnOf(parts: number): number | undefined {
  if (process.env['CONFORM_ALL'] === '1') return undefined;
  const { stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: inPackage(), encoding: 'utf8' });
  const hash = /^[0-9a-f]{8}/.exec(stdout ?? '')?.[0];
  return hash === undefined ? undefined : Number.parseInt(hash, 16) % parts;
}

/** The items of the part of this commit. Every item is in exactly one part. */
export function inTurn<T>(items: readonly T[], parts = items.length): readonly T[] {
  const turn = turnOf(parts);
  return turn === undefined ? items : items.filter((_, at) => at % parts === turn);
}
