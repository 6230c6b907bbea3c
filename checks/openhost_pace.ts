/**
 * Runs `openhostd:` and `oh:` against right daemons with an unusual pace, such as that of the known one. Nothing may be
 * blocked, no verdict may depend on the number of paired clients, and the whole suite must take less than 8 minutes.
 * Usage: node dist/checks/openhost_pace.js [--all] [openhostd|oh] [ID...] Without an id, it tests the slowest right
 * daemon. All cases take minutes, so a commit runs a part of them, chosen by its hash; `--all` runs all.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { inPackage } from '../package.js';
import { daemonEquivalents } from '../reference/mutants/openhost/equivalents.js';
import { MOST_PAIRED } from '../runners/openhost/paired_clients.js';
import { turnOf } from './commit_turn.js';
import { startLive } from './openhost_daemons/live.js';

const words = process.argv.slice(2);
const named = words.filter((word) => word !== '--all');
const PARTS = 16;
/** The most milliseconds for all cases. */
const MOST = 480_000;

interface Line {
  readonly kind: string;
  readonly id?: string;
  readonly verdict?: string;
  readonly gates?: boolean;
  readonly reason?: string;
}

/** The part of the cases that runs. Without a commit, all cases run. */
function part(): number | undefined {
  if (words.includes('--all')) return undefined;
  const turn = turnOf(PARTS);
  return turn === undefined ? undefined : turn + 1;
}

interface Ran {
  readonly lines: readonly Line[];
  /** The remarks at the start of the run. */
  readonly told: string;
}

async function run(target: readonly string[], shard: number | undefined): Promise<Ran> {
  const child = spawn(
    process.execPath,
    [
      ...[inPackage('dist', 'bin', 'conform.js'), 'run', '--report', 'jsonl=-', ...target],
      ...(shard === undefined ? [] : ['--shard', `${shard}/${PARTS}`]),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const lines: Line[] = [];
  const closed = once(child, 'close');
  const told = text(child.stderr);
  for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line) as Line);
  await closed;
  return { lines, told: await told };
}

/** A daemon that the run starts, and one that already runs. */
const ways = {
  async openhostd(id: string, paired: string) {
    const program = `'${process.execPath}' '${inPackage('dist', 'checks', 'openhost_daemons', 'daemon.js')}' ${id}`;
    return {
      words: ['--target', `openhostd:${program}`, '--env', `CONFORM_PAIRED=${paired}`],
      close: async () => {},
    };
  },
  oh: startLive,
};

/**
 * The expected time in the remarks must be right within half of it. The remarks only have one for a run of all cases.
 */
function promised(told: string, ms: number): string[] {
  const [, minutes] = /about (a minute|\d+ minutes)/.exec(told) ?? [];
  if (minutes === undefined) return ['the run did not say how long it takes'];
  const promise = 60_000 * (Number.parseInt(minutes, 10) || 1);
  const kept = ms > promise / 2 && ms < promise * 1.5;
  return kept ? [] : [`it promised about ${minutes}, and took ${Math.round(ms / 1000)} s`];
}

function faultsOf(lines: readonly Line[], paired: string): string[] {
  const results = lines.filter(({ kind }) => kind === 'result');
  const wrong = results.filter(
    ({ verdict = '', gates }) => verdict === 'blocked' || (gates && !['pass', 'skip'].includes(verdict)),
  );
  const counts = readFileSync(paired, 'utf8').trim().split('\n').map(Number);
  const faults = wrong.map(({ id, verdict, reason }) => `${verdict} ${id}: ${reason}`);
  if (!results.some(({ verdict }) => verdict === 'pass')) faults.push('no case passes');
  if (Math.max(...counts) > MOST_PAIRED) faults.push(`${Math.max(...counts)} clients were paired at once`);
  if (Math.max(...counts) < 2) faults.push('the daemon did not say how many clients were paired');
  return faults;
}

const shard = part();
const folder = mkdtempSync(join(tmpdir(), 'conform-pace-'));
let [passed, failed] = [0, 0];
const SLOWEST = 'one-key-after-the-other';
const ids = daemonEquivalents.map(({ id }) => id).filter((id) => named.includes(id));
for (const id of ids.length > 0 ? ids : [SLOWEST]) {
  for (const [way, start] of Object.entries(ways)) {
    const wanted = Object.keys(ways).filter((one) => named.includes(one));
    if (wanted.length > 0 && !wanted.includes(way)) continue;
    const paired = join(folder, `${way}-${id}`);
    const { words: target, close } = await start(id, paired);
    const since = performance.now();
    const { lines, told } = await run(target, shard).finally(close);
    const ms = performance.now() - since;
    const faults = faultsOf(lines, paired);
    // The time of a part says little about the whole, and even less on a busy machine.
    if (shard === undefined && ms > MOST)
      faults.push(`it took ${Math.round(ms / 1000)} s, and ${MOST / 1000} s is the most`);
    if (shard === undefined && way === 'oh') faults.push(...promised(told, ms));
    if (faults.length === 0) passed++;
    else failed++;
    const asked = lines.filter(({ kind }) => kind === 'result').length;
    const of = shard === undefined ? '' : `, part ${shard} of ${PARTS}`;
    const seconds = Math.round(ms / 1000);
    console.log(
      `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${way} ${id}${of}: ${asked} cases in ${seconds} s`,
    );
    for (const fault of faults) console.log(`  ${fault}`);
    if (way === 'oh') console.log(told.replace(/^conform: \d.*\n/gm, '').replace(/^/gm, '  '));
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed: openhost daemons at a pace of their own`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
