/** The Python example behind the program, sound and broken; in all its ways: checks/run_exec.check.ts. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import type { Footer, Line, Result } from '../suites/model.js';
import { loadVectorFile } from '../vectors/load.js';
import { conform as ask } from './testing/conform.js';

const example = inPackage('examples', 'adapters', 'python');
const broken = inPackage('runners', 'exec', 'testing', 'broken.py');
const word = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const VICTIM = 'punch/token/decode-no-role';
const victim = loadVectorFile('punch/token').vectors.find(({ id }) => id === VICTIM)?.input ?? null;

async function conform(target: string, ...words: string[]) {
  const asked = ['run', '--target', target, '--report', 'jsonl=-', ...words];
  const { status, stdout, stderr } = await ask(asked);
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const results = lines.filter((line): line is Result => line.kind === 'result');
  const footer = lines.find((line): line is Footer => line.kind === 'footer');
  const idsOf = (verdict: string) => results.filter((each) => each.verdict === verdict).map(({ id }) => id);
  return { status, stderr, results, footer, idsOf };
}

const withDefect = (defect: string, ...words: string[]) =>
  conform(
    `exec:python3 ${[broken, example, defect, JSON.stringify(victim)].map(word).join(' ')}`,
    '--only',
    'punch/token/**',
    // Which cases meet the crashes, and whether they gate, hangs on the order.
    ...['--seed', '1'],
    ...words,
  );

const none = spawnSync('python3', ['--version']).status !== 0;

describe.skipIf(none)('conform run --target exec:', { timeout: 60_000 }, () => {
  it('is green for the sound adapter, on everything that it claims', async () => {
    const { status, footer } = await conform(`exec:python3 ${word(`${example}/adapter.py`)}`);
    expect(status).toBe(0);
    expect(footer?.counts).toMatchObject({ fail: 0, blocked: 0, error: 0 });
    expect(footer?.counts.pass).toBeGreaterThan(300);
  });

  it.each([['crash', /^crash: exited with code 9/]])(
    'broken by %s: exit 1, and only the case that did it failed, for that reason',
    async (defect, reason) => {
      const { status, results, footer } = await withDefect(defect);
      expect(status).toBe(1);
      const failed = results.filter(({ verdict }) => verdict === 'fail');
      expect(failed.map(({ id }) => id)).toEqual([VICTIM]);
      expect(failed[0]?.reason).toMatch(reason);
      expect(footer?.counts.pass).toBe((footer?.planned ?? 0) - 1);
    },
  );

  it('exits 1 when three crashes block the rest', async () => {
    const { status, idsOf, footer } = await withDefect('crash-always');
    expect(status).toBe(1);
    expect(idsOf('fail')).toHaveLength(3);
    expect(idsOf('blocked')).toHaveLength((footer?.planned ?? 0) - 3);
  });

  it.each([
    ['exit-first', 'no configuration'],
    ['error', 'the database is down'],
  ])('exits 3 when nothing failed and something was blocked: %s', async (defect, reason) => {
    const { status, results } = await withDefect(defect);
    expect(status).toBe(3);
    expect(results.find(({ verdict }) => verdict === 'blocked')?.reason).toContain(reason);
  });

  it('ends by --timeout although the adapter hangs, and leaves nothing behind', async () => {
    const { status, footer } = await withDefect('hang', '--timeout', '1s');
    expect(status).toBe(3);
    expect(footer?.exit).toBe(3);
  });
});

describe('conform run with a command that does not exist', () => {
  it.each([
    [`exec:python3 'adapter.py`, "an unbalanced '"],
    ['exec:', 'the command is empty'],
    ['exec:cat | cat', 'the command runs without a shell'],
  ])('%s: exit 2', async (target, told) => {
    const { status, stderr, results } = await conform(target);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
    expect(stderr).not.toContain('did you mean');
    expect(results).toEqual([]);
  });

  it('exits 3 for a program that is not there', async () => {
    const { status, results } = await conform('exec:no-such-program-anywhere');
    expect(status).toBe(3);
    expect(results[0]?.reason).toContain('cannot be started: no-such-program-anywhere: no such program');
  });
});
