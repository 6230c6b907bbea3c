/** What would take too long for each commit is done in parts, one a commit: its hash chooses. */
import { spawnSync } from 'node:child_process';
import { inPackage } from '../package.js';

/** The number of the commit in its turn, from 0; undefined without a commit, and where `CONFORM_ALL=1` wants the whole. */
export function turnOf(parts: number): number | undefined {
  if (process.env['CONFORM_ALL'] === '1') return undefined;
  const { stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: inPackage(), encoding: 'utf8' });
  const hash = /^[0-9a-f]{8}/.exec(stdout ?? '')?.[0];
  return hash === undefined ? undefined : Number.parseInt(hash, 16) % parts;
}

/** Every item is in one of the parts. */
export function inTurn<T>(items: readonly T[], parts = items.length): readonly T[] {
  const turn = turnOf(parts);
  return turn === undefined ? items : items.filter((_, at) => at % parts === turn);
}
