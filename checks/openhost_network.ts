/**
 * Tests what a run says when UDP does not work: in network namespaces with only the loopback address, with UDP
 * forbidden, and without any network. Exits with 1 when a run hangs, passes a case that cannot pass, or gives no
 * reason.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../package.js';

interface Place {
  readonly name: string;
  /** The commands that set up the network, in a root shell of the namespace. */
  readonly make: string;
  readonly passes: boolean;
}

const loopback = 'ip link set lo up';
const noUdp =
  'ip rule add pref 50 ipproto udp prohibit && ip rule add pref 100 lookup local && ip rule del pref 0';
const places: readonly Place[] = [
  { name: 'only lo', make: loopback, passes: true },
  { name: 'no UDP', make: `${loopback} && ${noUdp}`, passes: false },
  { name: 'no network', make: 'true', passes: false },
];
const conform = inPackage('dist', 'bin', 'conform.js');
const targets = ['reference:openhost', `openhostd:${process.execPath} ${conform} serve openhost daemon`];
const DEADLINE_MS = 90_000;

function inNamespace(make: string, command: readonly string[]): Promise<{ exit: number; said: string }> {
  const script = `${make} && exec "$@"`;
  const args = ['--map-root-user', '--net', 'sh', '-c', script, 'sh', ...command];
  return new Promise((resolve) => {
    execFile('unshare', args, { timeout: DEADLINE_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exit, said: stdout + stderr });
    });
  });
}

interface Line {
  readonly kind: string;
  readonly id?: string;
  readonly verdict?: string;
  readonly reason?: string;
  readonly checks?: readonly unknown[];
}

/** What is wrong with a run; undefined if nothing is. */
async function wrongWith(target: string, { make, passes }: Place): Promise<string | undefined> {
  const dir = mkdtempSync(join(tmpdir(), 'conform-network-'));
  const stream = join(dir, 'run.jsonl');
  try {
    const { exit, said } = await inNamespace(make, [
      ...[process.execPath, conform, 'run', '--quiet', '--target', target, '--report', `jsonl=${stream}`],
      ...['--only', 'openhost/3/binds-*', '--only', 'openhost/4/v2-only'],
    ]);
    if (exit === -1) return `no end after ${DEADLINE_MS} ms`;
    // If the daemon cannot start, the run says so and no case runs.
    if (exit === 2 && !passes) return /does not start|no target|ENET|EADDR/.test(said) ? undefined : said;
    const lines = readFileSync(stream, 'utf8')
      .trim()
      .split('\n')
      .map((line): Line => JSON.parse(line));
    const results = lines.filter(({ kind }) => kind === 'result');
    const told = results.map(({ id, verdict, reason }) => `${id} ${verdict} ${reason ?? ''}`).join('\n');
    if (results.length === 0) return `nothing was asked: ${said}`;
    if (passes) return exit === 0 ? undefined : `exit ${exit}\n${told}`;
    if (exit !== 1 && exit !== 3) return `exit ${exit}\n${told}`;
    const silent = results.filter(({ verdict, reason, checks = [] }) => {
      return (verdict !== 'fail' && verdict !== 'blocked') || (!reason && checks.length === 0);
    });
    return silent.length === 0 ? undefined : told;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function judge(target: string, place: Place): Promise<boolean> {
  const start = performance.now();
  const wrong = await wrongWith(target, place);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const verdict = wrong === undefined ? 'ok   ' : 'WRONG';
  console.log(`${verdict} ${place.name}: ${target.split(':')[0]}, ${seconds} s ${wrong ?? ''}`);
  return wrong === undefined;
}

function canUnshare(): boolean {
  try {
    execFileSync('unshare', ['--map-root-user', '--net', 'ip', 'rule'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

if (!canUnshare()) {
  console.log('skipped: no network namespaces here (needs unshare and ip)');
} else {
  const runs = places.flatMap((place) => targets.map((target) => judge(target, place)));
  const right = await Promise.all(runs);
  const passed = right.filter(Boolean).length;
  const failed = right.length - passed;
  console.log(`${passed} passed, ${failed} failed: runs where UDP does not work`);
  process.exitCode = failed === 0 ? 0 : 1;
}
