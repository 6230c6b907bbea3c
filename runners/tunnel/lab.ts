/** A lab without internet, in namespaces of its own: peers that know only a key find each other there. */
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Unreachable } from '../../suites/case.js';
import type { Context, Observation } from '../../suites/model.js';
import { MARK, newMark } from '../cleanup/mark.js';
import { ROOT_VARIABLE, removeFolder, temporaryFolder } from '../cleanup/temporary.js';
import { inheritedEnvironment } from '../environment.js';
import type { Cancel, LabSettings, Order, Report } from './agent.js';

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
    if (!(error instanceof Error && 'code' in error)) throw error;
    const { stderr = '' } = error as { readonly stderr?: string };
    return `no namespaces here: ${(stderr || String(error.code)).trim().split('\n')[0]} (needs unshare of util-linux and ip of iproute2)`;
  }
}

/** A built file of this package, from its sources as well. */
export function builtFile(path: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'dist', path);
    if (dirname(folder) === folder) throw new Unreachable(`${path} is not built`);
  }
}

/** What of the run reaches into the lab. */
export interface Asking extends Pick<Context, 'signal' | 'attempt' | 'random' | 'inQueue' | 'step'> {
  /** Milliseconds, where it is less than that of the lab. */
  readonly patience?: number;
}

export interface Lab {
  perform(script: string, asking: Asking): Promise<Observation>;
  close(): Promise<void>;
}

interface Waiting {
  turn(): void;
  readonly step: Context['step'];
  answer(observation: Observation): void;
}

/** How long a case may wait for its turn, while others have theirs. */
const QUEUE = 600_000;

export async function openLab(settings: LabSettings): Promise<Lab> {
  const folder = temporaryFolder('lab');
  const child = await startIn(folder, settings);
  const orders = new Map<number, Waiting>();
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-2000);
  });
  child.stdin.on('error', () => {});
  const write = (said: Order | Cancel): void => void child.stdin.write(`${JSON.stringify(said)}\n`);
  const exit = new Promise<string>((resolve) =>
    child
      .once('exit', () => resolve(`the lab ended: ${stderr}`))
      .once('error', (error) => resolve(`the lab did not start: ${error.message}`)),
  );
  /** Why there is no lab; undefined where there is one. */
  const started = new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(`the lab did not start within ${START} ms: ${stderr}`), START);
    timer.unref();
    void exit.then(resolve);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as Report | { readonly lab: 'ready' };
      if ('lab' in said) resolve(undefined);
      else if ('turn' in said) orders.get(said.id)?.turn();
      else if ('step' in said) orders.get(said.id)?.step?.(said.step);
      else orders.get(said.id)?.answer(said.observation);
    });
  });
  let gone: string | undefined;
  void exit.then((reason) => {
    gone = reason;
    for (const { answer } of orders.values()) answer({ ended: 'ours', reason, checks: [] });
  });
  let count = 0;
  return {
    async perform(script, { signal, attempt, random, inQueue, patience, step }) {
      const refused = await inQueue(started);
      if (refused !== undefined) throw new Unreachable(refused);
      if (gone !== undefined) throw new Error(gone);
      signal.throwIfAborted();
      const id = count++;
      let turn = (): void => {};
      const begun = new Promise<void>((resolve) => {
        turn = resolve;
      });
      const observation = new Promise<Observation>((answer) => orders.set(id, { turn, step, answer }));
      const cancel = (): void => write({ cancel: id, reason: String(signal.reason) });
      signal.addEventListener('abort', cancel, { once: true });
      // The seed of the run decides, and the case and its attempt: its random bytes hang on all three.
      write({ id, script, seed: random.below(2 ** 48), attempt, patience, trace: step !== undefined });
      const late = timeout(QUEUE);
      try {
        if ((await inQueue(Promise.race([begun, observation, late.passed]))) === 'late') {
          cancel();
          throw new Unreachable(`no turn in the lab within ${QUEUE / 1000} s`);
        }
        return await observation;
      } finally {
        late.clear();
        signal.removeEventListener('abort', cancel);
        orders.delete(id);
      }
    },
    async close() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
      if (child.exitCode === null && child.signalCode === null) await exit;
      clearTimeout(timer);
      removeFolder(folder);
    },
  };
}

function timeout(ms: number) {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late').unref();
  });
  return { passed, clear: () => clearTimeout(timer) };
}

async function startIn(folder: string, settings: LabSettings): Promise<ChildProcessWithoutNullStreams> {
  const inside = [process.execPath, builtFile('program/tunnel_lab.js'), JSON.stringify(settings)];
  // Programs under test can read the environment of every process in the lab.
  const { file, args, env } = await commandIn(folder, inside, inheritedEnvironment());
  return spawn(file, args, { env });
}

async function commandIn(folder: string, inside: readonly string[], from: NodeJS.ProcessEnv) {
  const resolv = join(folder, 'resolv.conf');
  await writeFile(resolv, 'nameserver 127.0.0.1\n');
  const [file, ...args] = unshare();
  return {
    file,
    args: [...args, 'sh', '-c', ENTER, 'sh', resolv, ...inside],
    env: { ...from, [MARK]: newMark(), [ROOT_VARIABLE]: folder },
  };
}

/** How a command is started in a lab of its own. `close` removes what was made for it. */
export async function labCommand(inside: readonly string[]) {
  const folder = temporaryFolder('lab');
  return { ...(await commandIn(folder, inside, process.env)), close: () => removeFolder(folder) };
}
