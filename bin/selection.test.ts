/** What a selection leaves over, seen through the built program. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import type { Header, Line, Result } from '../suites/model.js';

function conform(...words: string[]) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [inPackage('dist', 'bin', 'conform.js'), 'run', '--report', 'jsonl', '--quiet', ...words],
    { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 },
  );
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const header = lines.find((line): line is Header => line.kind === 'header');
  const results = lines.filter((line): line is Result => line.kind === 'result');
  return { status, header, results, ids: results.map(({ id }) => id) };
}

const tokens = ['--only', 'punch/token/**'];

describe('conform run', () => {
  const all = conform(...tokens, '--seed', '7');

  it('asks the codecs alone where the named cases want no peers', () => {
    expect(all.header?.targets.map(({ name }) => name)).toEqual(['reference:codecs']);
    expect(all.ids.length).toBeGreaterThan(60);
  });

  it('in the same order for the same seed', () => {
    const planned = (run: typeof all) => run.header?.plan.cases[0]?.ids;
    expect(planned(conform(...tokens, '--seed', '7'))).toEqual(planned(all));
    expect(planned(conform(...tokens, '--seed', '8'))).not.toEqual(planned(all));
  });

  it('shares out by --shard, each case to one, and says which', () => {
    const shards = ['1/2', '2/2'].map((shard) => conform(...tokens, '--shard', shard));
    expect(shards.map(({ status, header }) => [status, header?.shard])).toEqual([
      [0, '1/2'],
      [0, '2/2'],
    ]);
    expect(shards.flatMap(({ ids }) => ids).sort()).toEqual(all.ids.toSorted());
  });

  it('leaves out by --skip, and asks twice by --repeat', () => {
    const { status, results, ids } = conform(...tokens, '--skip', '**/verify-*', '--repeat', '2');
    expect(status).toBe(0);
    const kept = all.ids.filter((id) => !id.includes('/verify-'));
    expect(ids.toSorted()).toEqual([...kept, ...kept].sort());
    expect(new Set(results.map(({ repeat }) => repeat))).toEqual(new Set([1, 2]));
  });
});
