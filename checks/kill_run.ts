/**
 * Kills the built program with SIGKILL at 50 moments of a run of all vectors. The kill must not remove or change any
 * line that was recorded before. The resumed run must end green, with every case once.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inPackage } from '../package.js';
import { readStream, type StreamEnd } from '../reports/stream_read.js';

const KILLS = 50;
const program = inPackage('dist', 'bin', 'conform.js');
const run = ['run', '--target', 'reference:codecs', '--quiet'];
const folder = mkdtempSync(join(tmpdir(), 'conform-kill-'));

const start = (path: string): ChildProcess =>
  spawn(process.execPath, [program, ...run, '--report', `jsonl=${path}`], { stdio: 'ignore' });
const lengthOf = (path: string): number => (existsSync(path) ? readFileSync(path).length : 0);

/** The time that the program writes, from the first byte of the recording to its end. */
async function writingTime(path: string): Promise<number> {
  const child = start(path);
  const exited = once(child, 'exit');
  await begun(path, child);
  const from = performance.now();
  await exited;
  return performance.now() - from;
}

async function begun(path: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + 30_000;
  while (lengthOf(path) === 0) {
    if (child.exitCode !== null || performance.now() > until) throw new Error('the run did not begin');
    await delay(1);
  }
}

interface Killed {
  readonly left?: StreamEnd;
  readonly faults: readonly string[];
}

async function killedAfter(path: string, ms: number): Promise<Killed> {
  const child = start(path);
  const exited = once(child, 'exit');
  await begun(path, child);
  await delay(ms);
  const before = readFileSync(path);
  child.kill('SIGKILL');
  await exited;
  const after = readFileSync(path);
  const left = readStream(path);
  const { status } = spawnSync(process.execPath, [program, ...run, '--resume', path], { stdio: 'ignore' });
  const resumed = readFileSync(path);
  const whole = readStream(path);
  const kept = left.footer === undefined ? left.bytes : left.resumable;
  return {
    left,
    faults: [
      ...(after.subarray(0, before.length).equals(before) ? [] : ['what had been written was changed']),
      ...(resumed.subarray(0, kept).equals(after.subarray(0, kept)) ? [] : ['resuming changed a whole line']),
      ...(status === 0 && whole.complete
        ? []
        : [`resumed, it ends with ${status}: ${whole.reason ?? 'complete'}`]),
      ...(whole.finished.size === whole.footer?.planned ? [] : ['not every case is in it once']),
    ],
  };
}

async function main(): Promise<number> {
  let span = await writingTime(join(folder, 'whole.jsonl'));
  let failed = 0;
  let within = 0;
  for (let at = 0; at < KILLS; at++) {
    const ms = Math.random() * span;
    const { left, faults } = await killedAfter(join(folder, `${at}.jsonl`), ms).catch(damaged);
    if (left?.complete === false) within++;
    // The kill came too late, because the machine was busier when the span was measured.
    else span *= 0.9;
    if (faults.length === 0) continue;
    failed++;
    console.error(`killed ${Math.round(ms)} ms into it: ${faults.join('; ')}`);
  }
  // Kills after the end of the run prove nothing.
  const enough = failed > 0 || within >= KILLS / 2;
  if (!enough) console.error(`only ${within} of ${KILLS} kills hit a run that was writing`);
  console.log(
    `${KILLS - failed} passed, ${failed + (enough ? 0 : 1)} failed (${within} killed while writing)`,
  );
  return failed === 0 && enough ? 0 : 1;
}

const damaged = (thrown: unknown): Killed => ({
  faults: [thrown instanceof Error ? thrown.message : String(thrown)],
});

process.exitCode = await main().finally(() => rmSync(folder, { recursive: true }));
