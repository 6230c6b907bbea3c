import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Line, Verdict } from '../suites/model.js';
import { compareStreams, comparisonText } from './compare.js';
import { footer, header, passed } from './example.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;

/** A recording with those verdicts, of a target that may be called anything. */
function recording(
  verdicts: Readonly<Record<string, Verdict>>,
  target = 'exec:adapter',
  cut = false,
): string {
  made++;
  const path = join(folder, `${made}.jsonl`);
  const entries = Object.entries(verdicts);
  const counts = { pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 };
  for (const [, verdict] of entries) counts[verdict]++;
  const lines: Line[] = [
    {
      ...header,
      targets: header.targets.map((one) => ({ ...one, name: target })),
      plan: { hash: 'x', cases: [{ target, ids: entries.map(([id]) => `a/b/${id}`) }] },
    },
    ...entries.map(([id, verdict]) => ({ ...passed, target, id: `a/b/${id}`, verdict, reason: `${id}!` })),
    { ...footer, planHash: 'x', counts },
  ];
  const kept = cut ? lines.slice(0, -1) : lines;
  writeFileSync(path, kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

describe('two recordings', () => {
  test('of the same are the same', () => {
    const one = recording({ a: 'pass', b: 'fail' });
    expect(compareStreams(one, one)).toEqual({ worse: [], better: [], other: [], same: 2, incomplete: [] });
  });

  test('differ for the worse, for the better, and otherwise', () => {
    const before = recording({
      broke: 'pass',
      lost: 'pass',
      hung: 'skip',
      mended: 'fail',
      new: 'skip',
      known: 'fail',
    });
    const after = recording({
      broke: 'fail',
      hung: 'blocked',
      mended: 'pass',
      new: 'fail',
      known: 'fail',
      extra: 'pass',
    });
    const { worse, better, other, same } = compareStreams(before, after);
    expect(worse.map(({ id, before, after }) => [id, before, after])).toEqual([
      ['a/b/broke', 'pass', 'fail'],
      ['a/b/lost', 'pass', undefined],
      ['a/b/new', 'skip', 'fail'],
    ]);
    expect(better.map(({ id }) => id)).toEqual(['a/b/mended']);
    expect(other.map(({ id }) => id)).toEqual(['a/b/extra', 'a/b/hung']);
    expect(same).toBe(1);
  });

  test('are listed in the order of the specification, whatever the seed', () => {
    const before = recording({ a: 'pass', b: 'pass', c: 'pass' });
    const after = recording({ c: 'blocked', a: 'fail', b: 'fail' });
    expect(compareStreams(before, after).worse.map(({ id }) => id)).toEqual(['a/b/a', 'a/b/b', 'a/b/c']);
  });

  test('of several targets name the target of each change', () => {
    const change = { id: 'a/b/a', section: '1', before: 'pass', after: 'fail' } as const;
    const told = (...targets: string[]) =>
      comparisonText(
        {
          worse: targets.map((target) => ({ ...change, target })),
          better: [],
          other: [],
          same: 0,
          incomplete: [],
        },
        false,
      );
    expect(told('exec:a', 'exec:b')).toContain('pass -> fail  a/b/a  exec:b\n');
    expect(told('exec:a')).toContain('pass -> fail  a/b/a\n');
  });

  test('of one target each are compared even if the targets have different names', () => {
    const [old, now] = [recording({ a: 'pass' }, 'exec:old'), recording({ a: 'fail' }, 'exec:new')];
    expect(compareStreams(old, now).worse).toMatchObject([{ id: 'a/b/a', before: 'pass', after: 'fail' }]);
  });

  test('are incomplete if one of them is cut', () => {
    const whole = recording({ a: 'pass' });
    expect(compareStreams(whole, recording({ a: 'pass' }, 'exec:adapter', true)).incomplete).toHaveLength(1);
  });

  test('read as a list', () => {
    const comparison = compareStreams(
      recording({ a: 'pass', b: 'pass' }),
      recording({ a: 'fail', b: 'pass' }),
    );
    expect(comparisonText(comparison, false)).toBe(
      '1 worse\n  pass -> fail  a/b/a\n      a!\n\nWORSE  1 case as before\n',
    );
  });
});
