/**
 * Runs the punch suite against the brokers of examples/brokers, which were written from the RFC only. Each must be
 * green at must. Prints the failures of each below must, and compares them with the table in their README. Usage: node
 * dist/checks/brokers.js [NAME...]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inPackage } from '../package.js';
import { type BrokerProgram, brokers, Missing } from './brokers/programs.js';
import { differences, failsIn } from './brokers/table.js';

const START = 60_000;
const RUN = 600_000;
const SECRET = randomBytes(24).toString('hex');

interface Line {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly verdict: string;
  readonly gates: boolean;
}

const names = process.argv.slice(2);
const strange = names.filter((name) => !brokers.some((broker) => broker.name === name));
if (strange.length > 0) {
  console.error(`not in this check: ${strange.join(', ')}; it has ${brokers.map((b) => b.name).join(', ')}`);
  process.exit(2);
}

/** The URL on the first line of a broker. */
async function urlOf(broker: ChildProcess): Promise<string> {
  if (!broker.stdout) throw new Error('the broker has no stdout');
  const lines = createInterface({ input: broker.stdout });
  const line = once(lines, 'line', { signal: AbortSignal.timeout(START) }).then(([text]) => String(text));
  const end = once(broker, 'exit').then(([code]) => {
    throw new Error(`the broker exits ${code} before it prints its URL`);
  });
  const url = await Promise.race([line, end]);
  end.catch(() => undefined);
  if (!/^http:\/\/127\.0\.0\.1:\d+$/.test(url)) throw new Error(`expected: a URL\nreceived: ${url}`);
  return url;
}

async function runAgainst(url: string, file: string): Promise<{ code: number; text: string }> {
  const words = ['run', '--quiet', '--fast', '--target', url, '--secret', 'env:PUNCH_SECRET'];
  const run = spawn(
    process.execPath,
    [
      inPackage('dist', 'bin', 'conform.js'),
      ...words,
      '--report',
      'console',
      '--report',
      `json=${file}`,
      '--timeout',
      `${RUN / 1000}s`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, PUNCH_SECRET: SECRET } },
  );
  let text = '';
  run.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const [code] = await once(run, 'close');
  return { code: Number(code), text };
}

/** Runs the suite against one broker. Returns what is wrong; undefined if nothing is. */
async function put(program: BrokerProgram, folder: string): Promise<string | undefined> {
  const [command = '', ...words] = program.install();
  const broker = spawn(command, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PUNCH_SECRET: SECRET },
  });
  try {
    const file = join(folder, `${program.name}.json`);
    const { code, text } = await runAgainst(await urlOf(broker), file);
    if (code !== 0) return `expected: exit 0\nreceived: exit ${code}\n${text}`;
    const { results } = JSON.parse(readFileSync(file, 'utf8')) as { results: readonly Line[] };
    show(program.name, results);
    const passes = results.filter(({ verdict, gates }) => verdict === 'pass' && gates).length;
    if (passes === 0) return 'expected: at least one gating pass\nreceived: none';
    const failed = results.filter(({ verdict, level }) => verdict === 'fail' && level === 'should');
    const wrong = differences(
      said.get(program.name) ?? new Set(),
      failed.map(({ id }) => id),
    );
    return wrong.length === 0
      ? undefined
      : ['examples/brokers/README.md is out of date:', ...wrong].join('\n  ');
  } finally {
    broker.kill('SIGKILL');
  }
}

function show(name: string, results: readonly Line[]): void {
  const count = (verdict: string, gates: boolean) =>
    results.filter((line) => line.verdict === verdict && line.gates === gates).length;
  console.log(`${name}: ${count('pass', true)} gating passes, and these fails below must:`);
  for (const { id, level, title } of results.filter(({ verdict }) => verdict === 'fail'))
    console.log(`  ${level.padEnd(6)} ${id.padEnd(31)} ${title}`);
}

const said = failsIn(
  readFileSync(inPackage('examples', 'brokers', 'README.md'), 'utf8'),
  brokers.map(({ name }) => name),
);
let passed = 0;
let failed = 0;
const missing: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'conform-brokers-'));
for (const program of brokers.filter(({ name }) => names.length === 0 || names.includes(name))) {
  try {
    const wrong = await put(program, folder);
    if (wrong === undefined) passed++;
    else failed++;
    if (wrong !== undefined) console.log(`FAIL ${program.name}\n${wrong}`);
  } catch (error) {
    if (error instanceof Missing) missing.push(`${program.name}: ${error.message}`);
    else {
      failed++;
      console.log(`FAIL ${program.name}\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
rmSync(folder, { recursive: true, force: true });
const skipped = missing.map((why) => `skipped: ${why}`);
if (passed + failed > 0) for (const why of skipped) console.log(why);
console.log(passed + failed > 0 ? `${passed} passed, ${failed} failed` : `skipped: ${missing.join('; ')}`);
process.exitCode = failed > 0 ? 1 : 0;
