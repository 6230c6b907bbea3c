/** Starts the programs of the lab, reports what they do, and kills everything that they started. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { bell } from '../bell.js';
import { carriers, residentOf } from '../proc.js';
import { GONE, isSystemError } from '../system_error.js';

/** What a program may print on either stream; no more of it is told. */
export const MOST_OUTPUT = 4 * 1024 * 1024;

/** How long a program may take to end by itself, and how long what is killed may take to go, in milliseconds. */
const LAST_WORDS = 1500;
const KILLED = 200;

interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  /** Whether it ended within so many milliseconds. */
  ended(within: number): Promise<boolean>;
  killed: boolean;
}

export interface ProgramStart {
  readonly command: readonly [string, ...string[]];
  /** The home folder, in which it runs. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How a program ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it never started. */
  readonly failed?: string;
}

export type ProgramEvent =
  | { readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }
  | { readonly ended: ProgramEnd }
  /** All its output was sent. */
  | { readonly closed: true };

export type Tell = (mark: string, event: ProgramEvent) => void;

export function openPrograms(tell: Tell) {
  const programs = new Map<string, Started>();
  const of = (mark: string): Started => {
    const found = programs.get(mark);
    if (!found) throw new Error(`no program of the lab has the mark ${mark}`);
    return found;
  };
  return {
    start: (mark: string, program: ProgramStart) => void programs.set(mark, start(mark, program, tell)),
    write: (mark: string, bytes: Uint8Array) => void of(mark).child.stdin.write(bytes),
    endInput: (mark: string) => void of(mark).child.stdin.end(),
    signal: (mark: string, name: NodeJS.Signals) => signalGroup(of(mark).child, name),
    /** Resident bytes of all its processes. */
    memory: (mark: string) => carriers(mark).reduce((sum, pid) => sum + residentOf(pid), 0),
    /** At once, with everything it started. */
    kill(mark: string): void {
      const program = programs.get(mark);
      if (!program) return;
      program.killed = true;
      killAll(mark, program);
    },
    /** As `kill`, after a time to end by itself unless it was killed before. Nothing is told of it any more. */
    async stop(mark: string): Promise<void> {
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
    tell(mark, { ended: { code, signal, ...(failed && { failed: failed.message }) } });
    ring();
  };
  child.once('error', end).once('exit', () => end());
  child.once('close', () => tell(mark, { closed: true }));
  // It may exit before it has read what it is sent.
  child.stdin.on('error', () => {});
  for (const stream of ['stdout', 'stderr'] as const)
    forward(child[stream], (bytes) => tell(mark, { stream, bytes }));
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
