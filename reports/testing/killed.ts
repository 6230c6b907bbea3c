/** A process that records a stream is killed, and what it left is read and gone on with. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { inPackage } from '../../package.js';
import type { Result } from '../../suites/model.js';
import { footer, header, passed } from '../example.js';
import { fileOutput } from '../output.js';
import { streamReporter } from '../stream.js';
import { readStream } from '../stream_read.js';

const ids = Array.from({ length: 4_000 }, (_, at) => `echo/token/n${at}`);
const target = passed.target;
const begun = { ...header, plan: { hash: 'x', cases: [{ target, ids }] } };
const resultOf = (id: string): Result => ({ ...passed, id });

const built = (file: string) => pathToFileURL(inPackage('dist', 'reports', file)).href;
const writer = `
  import { writeSync } from 'node:fs';
  import { fileOutput } from '${built('output.js')}';
  import { streamReporter } from '${built('stream.js')}';
  const reporter = streamReporter(fileOutput(process.argv[1]));
  const { header, passed } = JSON.parse(process.argv[2]);
  const ids = Array.from({ length: ${ids.length} }, (_, at) => 'echo/token/n' + at);
  reporter.line({ ...header, plan: { hash: 'x', cases: [{ target: passed.target, ids }] } });
  for (const id of ids) {
    reporter.line({ ...passed, id });
    writeSync(1, id + '\\n');
  }
  setInterval(() => {}, 1000);`;

/** Kills a writer when it has told of so many lines; resolves to all that it told of. */
async function killed(path: string, after: number): Promise<string[]> {
  const words = ['--input-type=module', '-e', writer, path, JSON.stringify({ header, passed })];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line);
    if (told.length === after) child.kill('SIGKILL');
  }
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  return told;
}

/** No line that was written is lost, and the run can be gone on with. */
export async function survivesKillAfter(lines: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'conform-kill-'));
  try {
    const path = join(folder, 'run.jsonl');
    const told = await killed(path, lines);
    const left = readStream(path);
    expect(left.complete).toBe(false);
    expect(told.filter((id) => !left.finished.has(target, id))).toEqual([]);
    const output = fileOutput(path, left.resumable);
    const reporter = streamReporter(output);
    for (const id of ids) if (!left.finished.has(target, id)) reporter.line(resultOf(id));
    const counts = { ...footer.counts, pass: ids.length, fail: 0, skip: 0, blocked: 0, error: 0 };
    reporter.line({ ...footer, planHash: begun.plan.hash, counts, planned: ids.length });
    output.close();
    expect(readStream(path)).toMatchObject({ complete: true, finished: { size: ids.length } });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
