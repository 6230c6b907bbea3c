import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runIsolated } from './isolated.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function bench(text: string, patience = 10_000, signal?: AbortSignal) {
  const program = join(folder, 'bench.mjs');
  writeFileSync(program, text);
  return runIsolated({ program, words: [folder], patience, ...(signal ? { signal } : {}) });
}

const send = (rows: string): string => `process.send(${rows}, () => process.disconnect());`;

it('returns the figures that the bench sends', async () => {
  const rows = [{ what: 'a', ratio: 0.5, target: 1 }];
  expect(await bench(send(JSON.stringify(rows)))).toEqual({ rows });
});

it('gives the bench a collector to call', async () => {
  expect(await bench(send('[{ what: typeof gc, ratio: 1 }]'))).toEqual({
    rows: [{ what: 'function', ratio: 1 }],
  });
});

it.each([
  ['an exit code', 'process.exit(7)', 'it crashed (exit 7)'],
  [
    'a signal after its figures',
    `process.send([{ what: 'a', ratio: 1 }], () => process.kill(process.pid, 'SIGKILL'))`,
    'it crashed (SIGKILL)',
  ],
  ['an end without a message', '', 'it gave no figure'],
  ['an empty message', send('[]'), 'it gave no figure'],
  ['a ratio that is no number', send(`[{ what: 'a', ratio: 0 / 0 }]`), 'it gave no figure for "a"'],
])('says that a bench ended badly after %s', async (_what, text, bad) => {
  expect(await bench(text)).toEqual({ bad });
});

it('kills a bench that does not end, and its child processes', async () => {
  const outcome = await bench(
    `import { spawn } from 'node:child_process';
     import { writeFileSync } from 'node:fs';
     const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
     writeFileSync(process.argv[2] + '/pid', String(pid));`,
    5_000,
  );
  expect(outcome).toEqual({ bad: 'it did not end within 5 s' });
  expect(await isGone(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(true);
});

it('ends a bench when the run of all benches is interrupted', async () => {
  const stop = new AbortController();
  const running = bench(
    `import { writeFileSync } from 'node:fs';
     writeFileSync(process.argv[2] + '/begun', ''); setInterval(() => {}, 1000);`,
    60_000,
    stop.signal,
  );
  await expect.poll(() => existsSync(join(folder, 'begun'))).toBe(true);
  stop.abort();
  expect(await running).toEqual({ bad: 'it crashed (SIGKILL)' });
});

/** A killed process stays in the table until its new parent has collected it. */
async function isGone(pid: number): Promise<boolean> {
  const stateOf = () => {
    try {
      return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    } catch {
      return undefined;
    }
  };
  await expect.poll(() => ['Z', 'X', undefined].includes(stateOf())).toBe(true);
  return true;
}
