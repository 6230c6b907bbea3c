/** What a selection leaves over, seen through the program. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Header, Line, Result } from '../suites/model.js';
import { conform as ask } from './testing/conform.js';

async function conform(...words: string[]) {
  const { status, stdout } = await ask(['run', '--report', 'jsonl', '--quiet', ...words]);
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
  let all: Awaited<ReturnType<typeof conform>>;
  beforeAll(async () => {
    all = await conform(...tokens, '--seed', '7');
  });

  it('asks only the codecs where the named cases need no peers', () => {
    expect(all.header?.targets.map(({ name }) => name)).toEqual(['reference:codecs']);
    expect(all.ids.length).toBeGreaterThan(60);
  });

  it('in the same order for the same seed', async () => {
    const planned = (run: typeof all) => run.header?.plan.cases[0]?.ids;
    expect(planned(await conform(...tokens, '--seed', '7'))).toEqual(planned(all));
    expect(planned(await conform(...tokens, '--seed', '8'))).not.toEqual(planned(all));
  });

  it('puts each case into exactly one shard, and names the shard', async () => {
    const shards = [await conform(...tokens, '--shard', '1/2'), await conform(...tokens, '--shard', '2/2')];
    expect(shards.map(({ status, header }) => [status, header?.shard])).toEqual([
      [0, '1/2'],
      [0, '2/2'],
    ]);
    expect(shards.flatMap(({ ids }) => ids).sort()).toEqual(all.ids.toSorted());
  });

  it('leaves out by --skip, and asks twice by --repeat', async () => {
    const { status, results, ids } = await conform(...tokens, '--skip', '**/verify-*', '--repeat', '2');
    expect(status).toBe(0);
    const kept = all.ids.filter((id) => !id.includes('/verify-'));
    expect(ids.toSorted()).toEqual([...kept, ...kept].sort());
    expect(new Set(results.map(({ repeat }) => repeat))).toEqual(new Set([1, 2]));
  });
});
