/**
 * `conform fuzz` must find ten planted bugs, each within 30 s and with a new seed, and must find nothing in the correct
 * adapter. It must print each found bug as a vector and with a rerun command, which must fail again.
 */
import { randomInt } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../package.js';
import { call } from '../runners/exec/call.js';
import { type Bug, bugs } from './fuzz_bugs/bugs.js';
import { openTally } from './tally.js';

const WITHIN = 30_000;
/** How long the correct adapter is fuzzed. */
const SOUND = 6_000;
/** Time for the start of two programs on a busy machine. */
const START = 30_000;

interface Report {
  readonly asked: number;
  readonly found: readonly {
    readonly structure: string;
    readonly op: string;
    readonly what: string;
    readonly given: unknown;
    readonly input: unknown;
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'conform-fuzz-'));
const seed = Number(process.argv[2] ?? randomInt(2 ** 31));

function plant({ file, from, to }: Bug, name: string): string {
  const copy = join(folder, name);
  cpSync(inPackage('examples', 'adapters', 'python'), copy, { recursive: true });
  const path = join(copy, file);
  const sound = readFileSync(path, 'utf8');
  if (!sound.includes(from)) throw new Error(`${file} has no such line: ${from}`);
  writeFileSync(path, sound.replace(from, to));
  return copy;
}

async function conform(...words: readonly string[]) {
  const command = [process.execPath, inPackage('dist', 'bin', 'entry.js'), 'fuzz', ...words] as const;
  return call([...command], { within: WITHIN + 2 * START });
}

const targetIn = (copy: string): string => `exec:python3 ${join(copy, 'adapter.py')}`;

async function search(target: string, time: number): Promise<Report> {
  const limits = ['--time', `${time}ms`, '--most', '1', '--seed', String(seed)];
  const { stdout, shown } = await conform('--target', target, ...limits, '--quiet', '--json');
  if (!stdout.startsWith('{')) throw new Error(`no report: ${shown}`);
  return JSON.parse(stdout) as Report;
}

/** Why a bug was not found. Undefined if it was found. */
async function missed(bug: Bug, name: string): Promise<string | undefined> {
  const target = targetIn(plant(bug, name));
  const { asked, found } = await search(target, WITHIN);
  const [first] = found;
  if (first === undefined) return `not found in ${asked} inputs`;
  const { structure, op, given, input } = first;
  const again = await conform(
    '--target',
    target,
    '--replay',
    JSON.stringify({ structure, op, given, input }),
  );
  if (again.code !== 1) return `its rerun ended with ${again.code}: ${again.shown}`;
  process.stdout.write(`   ${structure} ${op}: ${first.what} ${JSON.stringify(input)}\n`);
  return undefined;
}

const tally = openTally();

try {
  for (const [i, bug] of bugs.entries()) {
    const since = performance.now();
    tally.tell(bug.what, await missed(bug, `bug-${i}`), since);
  }
  const since = performance.now();
  const { asked, found } = await search(targetIn(inPackage('examples', 'adapters', 'python')), SOUND);
  const fault = asked === 0 ? 'nothing was asked' : found.length > 0 ? JSON.stringify(found) : undefined;
  tally.tell(`the sound adapter agrees in ${asked} inputs`, fault, since);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = tally.end(` (seed ${seed})`);
