/**
 * `openhostd:` before daemons that keep to the text at a pace of their own, as the known one does: nothing is blocked, no
 * verdict depends on how many clients are paired, and the whole suite takes less than 8 minutes.
 *   node dist/checks/openhost_pace.js [--all] [ID...]
 * The whole takes minutes: a commit asks a part of it, chosen by its hash; `--all` asks everything.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inPackage } from '../package.js';
import { daemonEquivalents } from '../reference/mutants/openhost/equivalents.js';
import { MOST_PAIRED } from '../runners/openhost/paired_clients.js';

const words = process.argv.slice(2);
const named = words.filter((word) => word !== '--all');
const PARTS = 10;
/** Milliseconds for all cases, and what a part of them may take beside its share: the start, and cases that come last. */
const [WHOLE, BESIDE] = [480_000, 30_000];

interface Line {
  readonly kind: string;
  readonly id?: string;
  readonly verdict?: string;
  readonly gates?: boolean;
  readonly reason?: string;
  readonly exit?: number;
}

/** The part that is asked. Without a commit to choose by, everything is. */
function part(): number | undefined {
  if (words.includes('--all')) return undefined;
  const { stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: inPackage(), encoding: 'utf8' });
  const hash = /^[0-9a-f]{8}/.exec(stdout ?? '')?.[0];
  return hash === undefined ? undefined : 1 + (Number.parseInt(hash, 16) % PARTS);
}

async function run(id: string, shard: number | undefined, paired: string): Promise<readonly Line[]> {
  const program = `'${process.execPath}' '${inPackage('dist', 'checks', 'openhost_daemons', 'daemon.js')}' ${id}`;
  const child = spawn(
    process.execPath,
    [
      ...[inPackage('dist', 'bin', 'conform.js'), 'run', '--quiet', '--report', 'jsonl=-'],
      ...['--target', `openhostd:${program}`, '--env', `CONFORM_PAIRED=${paired}`],
      ...(shard === undefined ? [] : ['--shard', `${shard}/${PARTS}`]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines: Line[] = [];
  const closed = once(child, 'close');
  for await (const text of createInterface({ input: child.stdout })) lines.push(JSON.parse(text) as Line);
  await closed;
  return lines;
}

function faultsOf(lines: readonly Line[], paired: string, ms: number, most: number): string[] {
  const results = lines.filter(({ kind }) => kind === 'result');
  const wrong = results.filter(
    ({ verdict = '', gates }) => verdict === 'blocked' || (gates && !['pass', 'skip'].includes(verdict)),
  );
  const counts = readFileSync(paired, 'utf8').trim().split('\n').map(Number);
  const faults = wrong.map(({ id, verdict, reason }) => `${verdict} ${id}: ${reason}`);
  if (!results.some(({ verdict }) => verdict === 'pass')) faults.push('no case passes');
  if (Math.max(...counts) > MOST_PAIRED) faults.push(`${Math.max(...counts)} clients were paired at once`);
  if (Math.max(...counts) < 2) faults.push('the daemon did not say how many clients were paired');
  if (ms > most) faults.push(`it took ${Math.round(ms / 1000)} s, and ${most / 1000} s is the most`);
  return faults;
}

const shard = part();
const folder = mkdtempSync(join(tmpdir(), 'conform-pace-'));
let [passed, failed] = [0, 0];
for (const { id } of daemonEquivalents) {
  if (named.length > 0 && !named.includes(id)) continue;
  const paired = join(folder, id);
  const since = performance.now();
  const lines = await run(id, shard, paired);
  const ms = performance.now() - since;
  const faults = faultsOf(lines, paired, ms, shard === undefined ? WHOLE : WHOLE / PARTS + BESIDE);
  if (faults.length === 0) passed++;
  else failed++;
  const asked = lines.filter(({ kind }) => kind === 'result').length;
  const of = shard === undefined ? '' : `, part ${shard} of ${PARTS}`;
  console.log(
    `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${id}${of}: ${asked} cases in ${Math.round(ms / 1000)} s`,
  );
  for (const fault of faults) console.log(`  ${fault}`);
}
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed: openhost daemons at a pace of their own`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
