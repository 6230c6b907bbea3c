/**
 * Kills `conform run` with SIGKILL at random moments, with every kind of runner. Complete lines must stay in the
 * recording, the run must be resumable, and no process or file may be left after the next run has started. `I/N` runs
 * part I of N.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inPackage } from '../package.js';
import { readStream } from '../reports/stream_read.js';
import { seenIn } from './kill_runners/left.js';

const KILLS = 100;
/** The kill comes within this many milliseconds after the first line of a recording. */
const SPAN = 3_000;
/** Time for the start of a run and for the end of its leftovers. A busy machine takes several times as long. */
const PATIENCE = 60_000;

const program = inPackage('dist', 'bin', 'entry.js');
const fetcher = inPackage('dist', 'checks', 'openhost_clients', 'fetch_once.js');
const python = inPackage('examples', 'adapters', 'python', 'adapter.py');

/** The commands. `node` is a link in the folder of the trial, which identifies the processes of the trial. */
const runners: Readonly<Record<string, (node: string) => readonly string[]>> = {
  'an adapter': () => ['--target', `exec:python3 ${python}`, '--only', 'openhost/**'],
  'an embedded broker': () => ['--target', 'reference:punch', '--only', 'punch/?.?/*'],
  'a daemon in a process': (node) => ['--target', `openhostd:${node} ${program} serve openhost daemon`],
  'a client in a process': (node) => [
    ...['--target', `openhost-client:env SSL_CERT_FILE={ca} ${node} ${fetcher} --relay {relay} {url}`],
    ...['--only', 'openhost/**/client-*'],
  ],
  'a tunnel program': (node) => ['--target', `tunnel:${node} ${program} serve tunnel`],
};

const root = mkdtempSync(join(tmpdir(), 'conform-kills-'));

interface Trial {
  readonly name: string;
  readonly folder: string;
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

function prepare(at: number): Trial {
  const names = Object.keys(runners);
  const name = names[at % names.length] ?? '';
  const folder = join(root, String(at));
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  const node = join(folder, 'node');
  symlinkSync(process.execPath, node);
  const words = ['run', '--quiet', '--fast', ...(runners[name]?.(node) ?? [])];
  return { name, folder, words, env: { ...process.env, TMPDIR: join(folder, 'tmp') } };
}

/** True as soon as the condition holds, false if it does not hold in time. */
async function within(ms: number, holds: () => boolean): Promise<boolean> {
  const late = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > late) return false;
    await delay(20);
  }
  return true;
}

const lengthOf = (path: string): number => (existsSync(path) ? readFileSync(path).length : 0);

/** The recording before the kill; undefined if the run was already over. */
async function killed({ folder, words, env }: Trial, ms: number): Promise<Buffer | undefined> {
  const path = join(folder, 'run.jsonl');
  const child: ChildProcess = spawn(process.execPath, [program, ...words, '--report', `jsonl=${path}`], {
    stdio: 'ignore',
    env,
  });
  const exited = once(child, 'exit');
  if (!(await within(PATIENCE, () => lengthOf(path) > 0 || child.exitCode !== null)))
    throw new Error('the run did not begin');
  await Promise.race([exited, delay(ms)]);
  const before = readFileSync(path);
  const running = child.kill('SIGKILL');
  await exited;
  return running ? before : undefined;
}

/** A run writes its footer before it closes its targets: a kill in between cuts nothing. */
const hasFooter = (recording: Buffer): boolean =>
  /"kind":"footer"[^\n]*\}\n$/.test(recording.subarray(-65_536).toString());

/** All faults after a kill; empty if there are none. */
async function faultsAfter({ folder, env }: Trial, before: Buffer): Promise<readonly string[]> {
  const path = join(folder, 'run.jsonl');
  const after = readFileSync(path);
  const whole = before.lastIndexOf('\n') + 1;
  const { complete } = readStream(path);
  let left: readonly string[] = [];
  await within(PATIENCE, () => {
    left = seenIn(folder);
    return left.length === 0;
  });
  // Any next run removes the leftovers of a killed one.
  const next = spawnSync(process.execPath, [program, 'run', '--quiet', '--only', 'tunnel/key-file/*'], {
    env,
  });
  const files = readdirSync(join(folder, 'tmp'));
  return [
    after.subarray(0, whole).equals(before.subarray(0, whole)) ? '' : 'a line that was written is gone',
    complete && !hasFooter(after) ? 'a recording that was cut passes for complete' : '',
    left.length === 0 ? '' : `lives on: ${left.join('; ')}`,
    next.status === 0 ? '' : `the next run ends with ${next.status}: ${next.stderr}`,
    files.length === 0 ? '' : `left in the temporary folder: ${files.join(', ')}`,
  ].filter((fault) => fault !== '');
}

async function faultsOf(at: number): Promise<readonly string[] | undefined> {
  const trial = prepare(at);
  const ms = Math.round(Math.random() * SPAN);
  try {
    const before = await killed(trial, ms);
    if (before === undefined) return undefined;
    const faults = await faultsAfter(trial, before);
    return faults.map((fault) => `${trial.name}, killed after ${ms} ms: ${fault}`);
  } catch (error) {
    return [`${trial.name}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

async function main([part = 1, parts = 1]: readonly number[]): Promise<number> {
  let passed = 0;
  let failed = 0;
  let late = 0;
  for (let at = 0; at < KILLS; at++) {
    if (at % parts !== part % parts) continue;
    const faults = await faultsOf(at);
    if (faults === undefined) late++;
    else if (faults.length === 0) passed++;
    else failed++;
    for (const fault of faults ?? []) console.error(fault);
  }
  // Kills after the end of the run prove nothing.
  const enough = passed > late;
  console.log(`${late} runs were over before they were killed`);
  console.log(`${passed} passed, ${failed + (enough ? 0 : 1)} failed`);
  return failed === 0 && enough ? 0 : 1;
}

process.exitCode = await main((process.argv[2] ?? '1/1').split('/').map(Number)).finally(() =>
  rmSync(root, { recursive: true, force: true }),
);
