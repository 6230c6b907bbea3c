/** The built program with the Python example, broken in every way: what a user of `exec:` sees. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import type { Footer, Line, Result } from '../suites/model.js';
import { loadVectorFile } from '../vectors/load.js';

const program = inPackage('dist', 'bin', 'conform.js');
const example = inPackage('examples', 'adapters', 'python');
const broken = inPackage('runners', 'exec', 'testing', 'broken.py');
const word = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const VICTIM = 'punch/token/decode-no-role';
const victim = loadVectorFile('punch/token').vectors.find(({ id }) => id === VICTIM)?.input ?? null;

async function conform(target: string, ...words: string[]) {
  const child = spawn(
    process.execPath,
    [program, 'run', '--target', target, '--report', 'jsonl=-', ...words],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [status] = await once(child, 'close');
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
    ...words,
  );

const none = spawnSync('python3', ['--version']).status !== 0;

describe.skipIf(none)('conform run --target exec:', { timeout: 60_000 }, () => {
  it.concurrent.each([
    ['hang', /^hang: no answer for 5000 ms/],
    ['flood', /^flood: /],
    ['partial', /^crash: exited with code 0 in the middle of a line/],
    ['not-utf8', /^garbage: a line that is not UTF-8/],
    ['wrong-id', /^garbage: answered 1000000, which was not asked/],
    ['twice', /^garbage: answered \d+ twice/],
    ['traceback', /^garbage: a line that is not an answer .*"Traceback/],
  ])(
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

  it('ends at --timeout when the adapter hangs, and leaves nothing behind', async () => {
    const { status, footer } = await withDefect('hang', '--timeout', '1s');
    expect(status).toBe(3);
    expect(footer?.exit).toBe(3);
  });
});

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

describe.skipIf(process.platform !== 'linux' || none)('an interrupt', () => {
  it('exits with 130 and ends the adapter', async () => {
    const target = `exec:python3 ${[broken, example, 'hang', JSON.stringify(victim)].map(word).join(' ')}`;
    const child = spawn(process.execPath, [program, 'run', '--target', target, '--only', VICTIM], {
      stdio: 'ignore',
    });
    const adapters = () => {
      try {
        return readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(/\s+/);
      } catch {
        return [];
      }
    };
    // It also starts the guard that cleans up, which may have ended before this looks.
    const adapterOf = () => adapters().find((pid) => commandOf(pid).includes('broken.py'));
    await expect.poll(adapterOf, { timeout: 20_000, interval: 10 }).toBeDefined();
    const adapter = adapterOf();
    child.kill('SIGINT');
    const [status] = await once(child, 'close');
    expect(status).toBe(130);
    const state = () => {
      try {
        return /^\d+ \(.*\) (\w)/.exec(readFileSync(`/proc/${adapter}/stat`, 'utf8'))?.[1];
      } catch {
        return 'gone';
      }
    };
    await expect.poll(state, { timeout: 3_000, interval: 10 }).toMatch(/gone|Z/);
  });
});
