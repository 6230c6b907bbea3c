/**
 * Repeats a run next to busy loops. Exits with 1 when a verdict changes, or is neither pass nor skip, except for a case
 * of a dialect that the target does not follow. Usage: `stability.js REPEATS WORDS-OF-RUN...`, as in `stability.js 20
 * --target reference:tunnel --only 'tunnel/**'`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { inPackage } from '../package.js';

const [count = '', ...words] = process.argv.slice(2);
const repeats = Number(count);
const LOOPS = 2;

interface Line {
  readonly id?: string;
  readonly verdict?: string;
  /** The dialect of the case. A target that does not follow it is not at fault. */
  readonly dialect?: string;
}

/** The full result line of each case. */
async function runOnce(): Promise<ReadonlyMap<string, Line>> {
  const child = spawn(
    process.execPath,
    [inPackage('dist', 'bin', 'conform.js'), 'run', '--quiet', '--report', 'jsonl=-', ...words],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const seen = new Map<string, Line>();
  const closed = once(child, 'close');
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    if (line.id !== undefined && line.verdict !== undefined) seen.set(line.id, line);
  }
  await closed;
  return seen;
}

const loops = Array.from({ length: LOOPS }, () => new Worker('for (;;) Math.random();', { eval: true }));
let first: ReadonlyMap<string, Line> | undefined;
let steady = 0;
for (let round = 1; round <= repeats; round++) {
  const started = performance.now();
  const seen = await runOnce();
  first ??= seen;
  const changed = [...seen].filter(
    ([id, { verdict = '', dialect }]) =>
      verdict !== first?.get(id)?.verdict || (!['pass', 'skip'].includes(verdict) && dialect === undefined),
  );
  const whole = seen.size === first.size && [...seen.values()].some(({ verdict }) => verdict === 'pass');
  if (changed.length === 0 && whole) steady++;
  for (const [, line] of changed) console.log(`  ${JSON.stringify(line).slice(0, 4000)}`);
  const took = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`round ${round} of ${repeats}: ${seen.size} verdicts, ${changed.length} changed, in ${took} s`);
}
for (const loop of loops) void loop.terminate();
console.log(
  `${steady} passed, ${repeats - steady} failed: runs with the same verdicts beside ${LOOPS} busy loops`,
);
process.exitCode = repeats > 0 && steady === repeats ? 0 : 1;
