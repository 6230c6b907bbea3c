/**
 * Measures how long a user waits for the help, for the first verdict of a bare run, and for its end. The best of three
 * counts, because other work on the machine delays ours.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inPackage } from '../package.js';

const ROUNDS = 3;
/** The start time of bare Node on a quiet machine, in milliseconds. The limits below are for such a machine. */
const QUIET_START = 50;
/** The first command of the README: `node .`. */
const program = inPackage();

interface Waited {
  readonly first: number;
  readonly end: number;
}

/** The milliseconds until stdout matches, and until the program has ended successfully. */
async function wait(words: readonly string[], pattern: RegExp): Promise<Waited> {
  const started = performance.now();
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  let first = Number.POSITIVE_INFINITY;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    if (first !== Number.POSITIVE_INFINITY) return;
    text += part;
    if (pattern.test(text)) first = performance.now() - started;
  });
  const [status] = await once(child, 'close');
  const end = status === 0 ? performance.now() - started : Number.POSITIVE_INFINITY;
  return { first, end };
}

async function bareNode(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'close');
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

async function best(words: readonly string[], pattern: RegExp): Promise<Waited> {
  const rounds: Waited[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await wait(words, pattern));
  return {
    first: Math.min(...rounds.map(({ first }) => first)),
    end: Math.min(...rounds.map(({ end }) => end)),
  };
}

/** A slow machine also starts Node slowly, so each limit grows with the start time of bare Node. */
const bare = await bareNode();
const help = await best(['--help'], /conform run/);
const run = await best(['run', '--quiet', '--report', 'jsonl'], /"verdict":"pass"/);
const waits: readonly (readonly [what: string, ms: number, most: number])[] = [
  ['conform --help', help.end, 300],
  ['the first verdict of conform run', run.first, 2_000],
  ['the end of conform run', run.end, 10_000],
];
let failed = 0;
for (const [what, ms, fixed] of waits) {
  const most = Math.round(Math.max(fixed, (fixed / QUIET_START) * bare));
  const kept = ms <= most;
  if (!kept) failed++;
  console.log(`${what}: ${Math.round(ms)} ms, ${kept ? 'within' : 'over'} ${most}`);
}
console.log(`${waits.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
