/**
 * How long a person waits: for the help, for the first verdict of a bare run, and for its end. The best of three counts,
 * as other work on the machine says nothing about ours.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inPackage } from '../package.js';

const ROUNDS = 3;
/** Milliseconds that a bare Node takes on a quiet machine, where the limits below hold. */
const QUIET_START = 50;
/** What the README says first: `node .`. */
const program = inPackage();

interface Waited {
  readonly first: number;
  readonly end: number;
}

/** Milliseconds until something on stdout matches, and until the program has ended well. */
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

/** A slow machine starts Node slowly too: a limit is at least so many times what Node takes to do nothing. */
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
