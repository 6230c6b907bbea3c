/** Runs conform against one behaviour, and lists everything wrong with that run. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inPackage } from '../../package.js';
import { commandLines } from '../../runners/exec/testing/processes.js';

/** The --timeout of a run, in milliseconds. */
export const TIMEOUT = 5_000;
/** The milliseconds that a run may take beyond its --timeout. */
const GRACE = 2_000;
const MOST_MEMORY_KB = 512 * 1024;
const MOST_STREAM = 64 * 2 ** 20;
const MOST_LINE = 256 * 2 ** 10;
/** A value in the environment of conform that no program must see. */
const CANARY = 'canary-of-the-battery';
const INJECTED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^::\w|##vso\[|##\[/m;

export interface Trial {
  readonly name: string;
  readonly folder: string;
  readonly words: readonly string[];
}

/** The current start time of Node in milliseconds, so that a busy machine does not count against a run. */
export async function startCost(folder: string): Promise<number> {
  const since = performance.now();
  await ended({ name: 'start', folder, words: ['run', '--quiet', '--only', 'tunnel/key-file/*'] });
  return performance.now() - since;
}

interface Ended {
  readonly code: number | null;
  readonly ms: number;
  readonly kilobytes: number;
  readonly said: string;
}

async function ended({ folder, words }: Trial): Promise<Ended> {
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  const since = performance.now();
  const child = spawn(process.execPath, [inPackage('dist', 'bin', 'entry.js'), ...words], {
    cwd: folder,
    env: { ...process.env, TMPDIR: join(folder, 'tmp'), PUNCH_SECRET: CANARY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => said.push(part));
  let kilobytes = 0;
  const look = setInterval(() => {
    kilobytes = Math.max(kilobytes, residentPeak(child.pid));
  }, 50);
  const hung = setTimeout(() => child.kill('SIGKILL'), 10 * TIMEOUT);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(look);
  clearTimeout(hung);
  return { code, ms: performance.now() - since, kilobytes, said: Buffer.concat(said).toString('utf8') };
}

function residentPeak(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 0;
    throw error;
  }
}

/** All faults of the run; empty if it has none. `start` is the current start time of Node. */
export async function faultsOf(trial: Trial, start: () => number): Promise<readonly string[]> {
  const { folder, words } = trial;
  const stream = join(folder, 'run.jsonl');
  const reports = ['--report', 'console', '--report', `jsonl=${stream}`, '--timeout', `${TIMEOUT}ms`];
  const { code, ms, kilobytes, said } = await ended({ ...trial, words: ['run', ...words, ...reports] });
  const longest = TIMEOUT + GRACE + 4 * start();
  const left = await leftIn(folder);
  const written = readFileSync(stream, 'utf8');
  const lines = written.trimEnd().split('\n');
  const results = lines.slice(1, -1).map((line) => JSON.parse(line) as { gates: boolean; verdict: string });
  const faults = [
    code !== 1 && code !== 3 && `exit ${code}, expected 1 or 3: ${said.slice(-300)}`,
    ms > longest && `took ${Math.round(ms)} ms, expected at most ${Math.round(longest)}`,
    kilobytes > MOST_MEMORY_KB && `used ${kilobytes} kB`,
    INJECTED.test(said) &&
      `lets through ${JSON.stringify(INJECTED.exec(said))} in ${JSON.stringify(said.slice(0, 400))}`,
    `${said}${written}`.includes(CANARY) && 'tells what the environment of conform holds',
    !written.includes('"kind":"footer"') && 'has no footer',
    lines.some((line) => line.length > MOST_LINE) && 'has a line that is too long',
    written.length > MOST_STREAM && `wrote ${written.length} bytes`,
    results.length === 0 && !said.includes('did not end within') && 'asks nothing',
    results.some(({ gates, verdict }) => gates && verdict === 'pass') && 'passes a gating case',
    ...left,
  ];
  return faults.filter((fault) => fault !== false);
}

/** Processes and files that outlive the run. A killed process may need a moment to end. */
async function leftIn(folder: string): Promise<readonly string[]> {
  const late = performance.now() + 3_000;
  const living = (): readonly string[] => commandLines().filter((line) => line.includes(folder));
  while (living().length > 0 && performance.now() < late) await delay(50);
  const processes = living().map((line) => `leaves a process: ${line.slice(0, 200)}`);
  const files = readdirSync(join(folder, 'tmp')).map((name) => `leaves ${name} in its temporary folder`);
  rmSync(join(folder, 'tmp'), { recursive: true, force: true });
  return [...processes, ...files];
}
