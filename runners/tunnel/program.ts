/** A program of the lab: started, watched, and with everything it started gone afterwards. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Lost } from '../../suites/case.js';
import type { Absence, Exited, Home, Running } from '../../suites/tunnel/port.js';
import { type Bell, bell } from './bell.js';
import { carriers, MARKED, residentOf } from './proc.js';
import { GONE, isSystemError } from './system_error.js';

const MOST_OUTPUT = 4 * 1024 * 1024;
/** Between two looks at what rings no bell: sockets and processes. */
const LOOK = 25;
/** A public key as people are shown it: hex or base32. */
export const KEY = /(?<![0-9a-z])(?:[0-9a-f]{64}|[a-z2-7]{52})(?![0-9a-z])/;

export interface Program extends Running {
  /** What each of its processes carries in its environment. */
  readonly mark: string;
  /** Every process of it, also those that left its group. */
  pids(): readonly number[];
  /** Until `holds` does; `closed` when the program exits before. Lost when it floods us. */
  until(holds: () => boolean, within: number): Promise<'held' | Absence>;
  /** The same, and Lost when it does not hold. */
  needs(what: string, holds: () => boolean, within: number): Promise<void>;
  close(): Promise<void>;
}

export interface ProgramOptions {
  readonly command: readonly [string, ...string[]];
  readonly home: Home;
  readonly env: Readonly<Record<string, string>>;
  /** How long a wait lasts that says nothing else, in milliseconds. */
  readonly patience: number;
  /** Kills all of it at once. */
  readonly signal: AbortSignal;
}

export function startProgram({ command, home, env, patience, signal }: ProgramOptions): Program {
  signal.throwIfAborted();
  const own = randomBytes(8).toString('hex');
  const mark = `${MARKED}${own}`;
  const child = spawnIn(command, home, { ...env, [MARKED.slice(0, -1)]: own });
  const rang = bell();
  const [stdout, stderr] = [keep(child.stdout, rang), keep(child.stderr, rang)];
  const life = lifeOf(child, rang);
  const pids = () => carriers(mark);
  const killed = () => killAll(child, pids);
  signal.addEventListener('abort', killed, { once: true });

  const until: Program['until'] = async (holds, within) => {
    const flooded = () => stdout.full() || stderr.full();
    await rang.until(() => holds() || life.ended() || flooded(), within, LOOK);
    if (holds()) return 'held';
    if (flooded()) throw new Lost(`the program printed over ${MOST_OUTPUT} bytes`);
    return life.ended() ? 'closed' : 'silent';
  };
  const exited = async (within = patience): Promise<Exited | 'running'> => {
    if (!(await rang.until(life.ended, within))) return 'running';
    // What it printed last; a child that it left behind may hold the pipe for ever.
    await rang.until(life.closed, 500);
    return { code: child.exitCode ?? undefined, stdout: stdout.bytes(), stderr: stderr.text() };
  };
  return {
    home,
    mark,
    stdin: { write: (bytes) => void child.stdin.write(bytes), end: () => void child.stdin.end() },
    stdout: stdout.bytes,
    stderr: stderr.text,
    exited,
    async printed(length) {
      const ended = await until(() => stdout.length() >= length, patience);
      return ended === 'held' ? stdout.bytes() : ended;
    },
    async printedKey(within) {
      const found = () => KEY.exec(stderr.text())?.[0];
      const ended = await until(() => found() !== undefined, within);
      return ended === 'held' ? { key: found() ?? '' } : ended;
    },
    async speaks(within) {
      const ended = await until(() => stdout.length() + stderr.length() > 0, within);
      return ended === 'held' ? 'output' : ended;
    },
    until,
    async needs(what, holds, within) {
      const ended = await until(holds, within);
      if (ended === 'held') return;
      const received = ended === 'closed' ? life.told() : `silence for ${within / 1000} s`;
      throw new Lost(`expected ${what}, received ${received} ${tail(stderr.text())}`);
    },
    signal: (name) => signalGroup(child, name),
    memory: () => pids().reduce((sum, pid) => sum + residentOf(pid), 0),
    pids,
    async close() {
      signal.removeEventListener('abort', killed);
      if (!signal.aborted) {
        signalGroup(child, 'SIGTERM');
        await rang.until(life.ended, 1500);
      }
      // Programs that they start meanwhile are found at the next look.
      await rang.until(() => killAll(child, pids) === 0, 200, 10);
      for (const stream of child.stdio) stream?.destroy();
    },
  };
}

function spawnIn(
  [file, ...args]: readonly [string, ...string[]],
  home: Home,
  env: Readonly<Record<string, string>>,
): ChildProcessWithoutNullStreams {
  const child = spawn(file, args, {
    cwd: home.path,
    detached: true,
    env: { PATH: process.env['PATH'] ?? '', HOME: home.path, RUST_BACKTRACE: '0', ...env },
  });
  // It may exit before it has read what it is sent.
  child.stdin.on('error', () => {});
  return child;
}

function lifeOf(child: ChildProcessWithoutNullStreams, { ring }: Bell) {
  let failed: Error | undefined;
  let closed = false;
  child.once('error', (error) => {
    failed = error;
    ring();
  });
  child.once('exit', ring);
  child.once('close', () => {
    closed = true;
    ring();
  });
  return {
    ended: () => failed !== undefined || child.exitCode !== null || child.signalCode !== null,
    /** All its output was read. */
    closed: () => failed !== undefined || closed,
    told: () => failed?.message ?? `exit ${child.exitCode ?? child.signalCode}`,
  };
}

function signalGroup({ pid }: ChildProcessWithoutNullStreams, name: NodeJS.Signals): void {
  // Without one it was never started.
  if (pid !== undefined) kill(-pid, name);
}

/** Kills its group, and those that left it; returns how many were left. */
function killAll(child: ChildProcessWithoutNullStreams, pids: () => readonly number[]): number {
  signalGroup(child, 'SIGKILL');
  const left = pids();
  for (const pid of left) kill(pid, 'SIGKILL');
  return left.length;
}

function kill(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!isSystemError(error, GONE)) throw error;
  }
}

const tail = (stderr: string): string =>
  stderr.trim() === '' ? '(stderr is empty)' : `(stderr: ${stderr.trim().slice(-300)})`;

/** Keeps the first bytes of a stream, and forgets the rest as it comes. */
function keep(stream: NodeJS.ReadableStream, { ring }: Bell) {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length < MOST_OUTPUT) chunks.push(chunk);
    length += chunk.length;
    ring();
  });
  const whole = (): Buffer => Buffer.concat(chunks);
  return {
    length: () => length,
    bytes: (): Uint8Array => new Uint8Array(whole()),
    text: (): string => whole().toString('utf8'),
    full: () => length > MOST_OUTPUT,
  };
}
