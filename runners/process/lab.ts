/** A lab without internet, in namespaces of its own: peers that know only a key find each other there. */
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Unreachable } from '../../suites/case.js';
import type { Observation } from '../../suites/model.js';
import type { Order, Report } from './agent.js';
import type { LabCommands } from './lab_port.js';

const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
const START = 20_000;

const unshare = (): readonly [string, ...string[]] => [
  'unshare',
  ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']),
  ...NAMESPACES,
];

/** Brings the loopback up and puts our resolv.conf in place, then becomes the words behind. */
const ENTER = 'ip link set lo up && mount --bind "$1" /etc/resolv.conf && shift && exec "$@"';

/** Why no lab can be had here; undefined when it can. */
export async function labRefused(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'a lab needs the namespaces of Linux';
  const [file, ...args] = unshare();
  try {
    await promisify(execFile)(file, [...args, 'sh', '-c', ENTER, 'sh', '/etc/resolv.conf', 'true'], {
      timeout: START,
    });
    return undefined;
  } catch (error) {
    const { stderr, code } = error as { stderr?: string; code?: unknown };
    return `no namespaces here: ${(stderr || String(code)).trim().split('\n')[0]} (needs unshare of util-linux and ip of iproute2)`;
  }
}

/** A built file of this package, from its sources as well. */
export function builtFile(path: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'dist', path);
    if (dirname(folder) === folder) throw new Unreachable(`${path} is not built`);
  }
}

export interface Lab {
  perform(script: string, signal: AbortSignal): Promise<Observation>;
  close(): Promise<void>;
}

export async function openLab(commands: LabCommands): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'conform-lab-'));
  const resolv = join(folder, 'resolv.conf');
  await writeFile(resolv, 'nameserver 127.0.0.1\n');
  const [file, ...args] = unshare();
  const inside = [process.execPath, builtFile('bin/tunnel_lab.js'), JSON.stringify(commands)];
  const child = spawn(file, [...args, 'sh', '-c', ENTER, 'sh', resolv, ...inside], {
    stdio: ['pipe', 'pipe', 'pipe'],
  }) as ChildProcessWithoutNullStreams;
  const waiting = new Map<number, (observation: Observation) => void>();
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-2000);
  });
  child.stdin.on('error', () => {});
  let ready: () => void = () => {};
  const started = new Promise<void>((resolve, reject) => {
    ready = resolve;
    const timer = setTimeout(() => reject(new Unreachable(`the lab did not start: ${stderr}`)), START);
    timer.unref();
    child.once('exit', () => reject(new Unreachable(`the lab ended: ${stderr}`)));
    child.once('error', (error) => reject(new Unreachable(`the lab did not start: ${error.message}`)));
  });
  started.catch(() => {});
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as Report | { readonly lab: 'ready' };
    if ('lab' in said) return ready();
    waiting.get(said.id)?.(said.observation);
    waiting.delete(said.id);
  });
  const exit = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  );
  void exit.then(() => {
    for (const answer of waiting.values())
      answer({ ended: 'ours', reason: `the lab ended: ${stderr}`, checks: [] });
  });
  let count = 0;
  return {
    async perform(script, signal) {
      await started;
      return new Promise((resolve, reject) => {
        const order: Order = { id: count++, script, seed: count };
        waiting.set(order.id, resolve);
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        child.stdin.write(`${JSON.stringify(order)}\n`);
      });
    },
    async close() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
      if (child.exitCode === null && child.signalCode === null) await exit;
      clearTimeout(timer);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
