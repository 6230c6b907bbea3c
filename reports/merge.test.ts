import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Footer, Header, Line, Result, Verdict } from '../suites/model.js';
import { footer, header, passed } from './example.js';
import { CannotMerge, mergeShards } from './merge.js';
import { streamReader } from './stream_read.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-merge-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { target } = passed;
let made = 0;

interface Part {
  readonly shard: string;
  readonly verdicts: readonly Verdict[];
  readonly header?: Partial<Header>;
  readonly footer?: Partial<Footer>;
}

/** A shard with a case for each verdict. */
function shardOf({ shard, verdicts, header: more = {}, footer: end = {} }: Part): string {
  made++;
  const path = join(folder, `${made}.jsonl`);
  const idOf = (at: number) => `echo/token/${shard.replace('/', '-of-')}-${at}`;
  const counts = { pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 };
  for (const verdict of verdicts) counts[verdict]++;
  const exit = counts.fail > 0 ? 1 : counts.blocked + counts.error > 0 ? 3 : 0;
  const lines: Line[] = [
    {
      ...header,
      shard,
      plan: { hash: shard, cases: [{ target, ids: verdicts.map((_, at) => idOf(at)) }] },
      ...more,
    },
    ...verdicts.map((verdict, at): Result => ({ ...passed, id: idOf(at), verdict })),
    {
      ...footer,
      planHash: shard,
      counts,
      gating: counts.fail,
      planned: verdicts.length,
      exit,
      reasons: [],
      ...end,
    },
  ];
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

function merged(...paths: string[]) {
  const lines: Line[] = [];
  const end = mergeShards(paths, (line) => lines.push(line));
  return { end, lines };
}

describe('shards of one run', () => {
  test('become one complete stream, in any order', () => {
    const parts = [
      shardOf({ shard: '2/2', verdicts: ['pass', 'skip'] }),
      shardOf({ shard: '1/2', verdicts: ['pass'] }),
    ];
    const { end, lines } = merged(...parts);
    expect(end).toMatchObject({ exit: 0, reasons: [], planned: 3, notRun: 0, counts: { pass: 2, skip: 1 } });
    const reader = streamReader('merged');
    reader.push(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
    expect(reader.end()).toMatchObject({ complete: true, finished: { size: 3 } });
    expect(lines[0]).not.toHaveProperty('shard');
    expect(merged(...parts.reverse()).lines).toEqual(lines);
  });

  test.each<[string, Part, Part, Partial<Footer>]>([
    [
      'a fail in one is red',
      { shard: '1/2', verdicts: ['pass'] },
      { shard: '2/2', verdicts: ['fail'], footer: { reasons: ['1 gating case failed'] } },
      { exit: 1, gating: 1, reasons: ['1 gating case failed', 'shard 2/2: 1 gating case failed'] },
    ],
    [
      'a stale waiver in one is red',
      { shard: '1/2', verdicts: ['pass'] },
      { shard: '2/2', verdicts: ['pass'], footer: { exit: 1, reasons: ['stale'] } },
      { exit: 1, reasons: ['shard 2/2: stale'] },
    ],
    [
      'what could not be asked is incomplete',
      { shard: '1/2', verdicts: ['pass'] },
      { shard: '2/2', verdicts: ['blocked'] },
      { exit: 3, reasons: ['1 gating case could not be run'] },
    ],
    [
      'a missing one is incomplete',
      { shard: '1/3', verdicts: ['pass'] },
      { shard: '3/3', verdicts: ['pass'] },
      { exit: 3, reasons: ['shard 2/3 is missing'] },
    ],
    [
      'a shard without matching cases does not fail the whole',
      { shard: '1/2', verdicts: ['pass'] },
      { shard: '2/2', verdicts: [], footer: { exit: 3, reasons: ['nothing matched: no case was planned'] } },
      { exit: 0, reasons: [] },
    ],
  ])('%s', (_what, one, other, told) => {
    expect(merged(shardOf(one), shardOf(other)).end).toMatchObject(told);
  });

  test('one that is cut anywhere after its header is incomplete', () => {
    const [whole, cut] = [
      shardOf({ shard: '1/2', verdicts: ['pass'] }),
      shardOf({ shard: '2/2', verdicts: ['pass', 'pass'] }),
    ];
    const bytes = readFileSync(cut);
    for (let length = bytes.indexOf('\n') + 1; length < bytes.length; length += 7) {
      writeFileSync(cut, bytes.subarray(0, length));
      expect(merged(whole, cut).end.exit).toBe(3);
    }
  });
});

describe('rejects recordings that do not belong together', () => {
  const one = () => shardOf({ shard: '1/2', verdicts: ['pass'] });

  test.each<[string, Partial<Part>, string]>([
    ['the same shard twice', { shard: '1/2' }, 'are both shard 1/2'],
    ['another number of shards', { shard: '2/3' }, 'number of shards'],
    ['another seed', { header: { seed: 8 } }, '--seed'],
    ['another level', { header: { level: 'may' } }, '--level'],
    ['another version', { header: { tool: { name: 'p2p-conform', version: '9' } } }, 'version of conform'],
    ['other targets', { header: { targets: [] } }, '--target'],
  ])('%s', (_what, difference, told) => {
    const other = shardOf({ shard: '2/2', verdicts: ['pass'], ...difference });
    const taken: Line[] = [];
    const merging = () => mergeShards([one(), other], (line) => taken.push(line));
    expect(merging).toThrow(CannotMerge);
    expect(merging).toThrow(told);
    expect(taken).toEqual([]);
  });

  test('a run that is not a shard', () => {
    const { shard: _, ...whole } = { ...header, shard: '' };
    const path = join(folder, 'whole.jsonl');
    writeFileSync(path, `${JSON.stringify(whole)}\n`);
    expect(() => mergeShards([path], () => {})).toThrow('is not a shard');
  });
});
