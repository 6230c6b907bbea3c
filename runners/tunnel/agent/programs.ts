/** Starts the programs of the lab, reports what they do, and kills everything that they started. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { bell } from '../bell.js';
import { type LabCalls, MOST_OUTPUT, type ProgramStart, type Tell } from '../lab_calls.js';
import { carriers, residentOf } from '../proc.js';
import { GONE, isSystemError } from '../system_error.js';

/** How long a program may take to end by itself, and how long what is killed may take to go, in milliseconds. */
const LAST_WORDS = 1500;
const KILLED = 200;

interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  /** Whether it ended within so many milliseconds. */
  ended(within: number): Promise<boolean>;
  killed: boolean;
}

type Programs = Pick<LabCalls, 'start' | 'write' | 'endInput' | 'signal' | 'kill' | 'memory'> & {
  stop(mark: string): Promise<void>;
};

export function openPrograms(tell: Tell): Programs {
  const programs = new Map<string, Started>();
  const of = (mark: string): Started => {
    const found = programs.get(mark);
    if (!found) throw new Error(`no program of the lab has the mark ${mark}`);
    return found;
  };
  return {
    start: (mark, program) => void programs.set(mark, start(mark, program, tell)),
    write: (mark, bytes) => void of(mark).child.stdin.write(bytes),
    endInput: (mark) => void of(mark).child.stdin.end(),
    signal: (mark, name) => signalGroup(of(mark).child, name),
    memory: (mark) => carriers(mark).reduce((sum, pid) => sum + residentOf(pid), 0),
    kill(mark) {
      const program = programs.get(mark);
      if (!program) return;
      program.killed = true;
      killAll(mark, program);
    },
    async stop(mark) {
      const program = programs.get(mark);
      if (!program) return;
      if (!program.killed) {
        signalGroup(program.child, 'SIGTERM');
        await program.ended(LAST_WORDS);
      }
      // Programs that they start meanwhile are found at the next look.
      await bell().until(() => killAll(mark, program) === 0, KILLED, 10);
      for (const stream of program.child.stdio) stream?.destroy();
      programs.delete(mark);
    },
  };
}

function start(mark: string, { command, home, env }: ProgramStart, tell: Tell): Started {
  const [file, ...args] = command;
  const [name = '', own = ''] = mark.split('=');
  const child = spawn(file, args, {
    cwd: home,
    detached: true,
    env: { PATH: process.env['PATH'] ?? '', HOME: home, RUST_BACKTRACE: '0', ...env, [name]: own },
  });
  const { ring, until } = bell();
  let over = false;
  const end = (failed?: Error): void => {
    over = true;
    const { exitCode: code, signalCode: signal } = child;
    tell('ended', mark, { code, signal, ...(failed ? { failed: failed.message } : {}) });
    ring();
  };
  child.once('error', end).once('exit', () => end());
  child.once('close', () => tell('closed', mark));
  // It may exit before it has read what it is sent.
  child.stdin.on('error', () => {});
  forward(child.stdout, (bytes) => tell('output', mark, 'stdout', bytes));
  forward(child.stderr, (bytes) => tell('output', mark, 'stderr', bytes));
  return { child, ended: (within) => until(() => over, within), killed: false };
}

/** Reads all output, and passes on its beginning: enough to show that it is a flood. */
export function forward(stream: Readable, told: (bytes: Uint8Array) => void): void {
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length <= MOST_OUTPUT) told(chunk);
    length += chunk.length;
  });
}

function signalGroup({ pid }: ChildProcessWithoutNullStreams, name: NodeJS.Signals): void {
  // A program that never started has none.
  if (pid !== undefined) send(-pid, name);
}

/** Kills its process group and the processes that left it. Returns how many of these there were. */
function killAll(mark: string, { child }: Started): number {
  signalGroup(child, 'SIGKILL');
  const left = carriers(mark);
  for (const pid of left) send(pid, 'SIGKILL');
  return left.length;
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!isSystemError(error, GONE)) throw error;
  }
}
