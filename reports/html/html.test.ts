import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Line, Result } from '../../suites/model.js';
import { failed, footer, header, passed, run } from '../example.js';
import { readHtml } from '../testing/consumers.js';
import { draw } from '../testing/draw.js';

const page = (lines: readonly Line[] = run) => readHtml(draw('html', lines));

describe('the page', () => {
  test('loads nothing, and lets nothing run but its own script and style', () => {
    const text = draw('html', run);
    const { scripts, policy } = readHtml(text);
    expect(scripts).toHaveLength(1);
    const digest = createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64');
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).toContain(`script-src 'sha256-${digest}'`);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(text).not.toMatch(/<(?:link(?! rel="icon" href="data:,")|img|iframe|object|embed)\b/);
  });

  test('says its verdict, its counts and its failures before its script runs', () => {
    const text = draw('html', run);
    const shell = text.slice(0, text.indexOf('<script'));
    expect(shell).toContain('<title>RED: exec:adapter - conform</title>');
    expect(shell).toContain('<h1>RED: exec:adapter</h1>');
    expect(shell).toContain('1 pass, 1 fail, 1 skip, 1 blocked, 1 error in 1.2 s');
    expect(shell).toContain('<code>echo/token/bad-mac</code>');
  });

  test('has each case once, and each result as a row', () => {
    const { data } = page();
    expect(data.cases.map(([id]) => id)).toEqual(header.plan.cases[0]?.ids);
    const [only] = data.runs;
    expect(only?.columns.map(({ target, results }) => [target, results.length])).toEqual([
      ['exec:adapter', 5],
    ]);
    expect(only?.footer?.counts).toEqual(footer.counts);
    expect(only?.causes.list.map(({ result }) => result)).toEqual([1, 4]);
  });

  test('of a run without an end says so', () => {
    const text = draw('html', run.slice(0, -1));
    expect(text).toContain('the run did not end');
    expect(readHtml(text).data.runs[0]?.footer).toBeUndefined();
  });
});

test('several recordings share their cases', () => {
  const target = 'exec:other';
  const other: Line[] = [
    {
      ...header,
      targets: header.targets.map((one) => ({ ...one, name: target })),
      started: '2026-02-02T00:00:00Z',
    },
    { ...passed, target },
    { ...failed, target, verdict: 'pass' },
    footer,
  ];
  const { data } = page([...run, ...other]);
  expect(data.runs.map(({ columns }) => columns.map(({ results }) => results.length))).toEqual([[5], [2]]);
  expect(data.cases).toHaveLength(5);
});

test('a header without a footer before it is a run that did not end', () => {
  const { data } = page([...run.slice(0, 2), ...run]);
  expect(data.runs.map((one) => one.footer?.exit)).toEqual([undefined, 1]);
});

test('keeps only the shown part of a long failure', () => {
  const long: Result = { ...failed, evidence: [{ name: 'transcript', text: 'x\n'.repeat(100_000) }] };
  const { data } = page([header, long, footer]);
  const more = data.runs[0]?.columns[0]?.results[0]?.[5];
  expect(more?.evidence).toBeUndefined();
  expect(more?.rows?.map(({ label }) => label)).toContain('transcript');
  expect(JSON.stringify(data).length).toBeLessThan(20_000);
});
