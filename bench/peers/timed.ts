/** Runs a command, and measures the CPU time of all processes that it started and waited for, with POSIX `times`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Ran {
  readonly stdout: string;
  /** Seconds. */
  readonly wall: number;
  readonly cpu: number;
}

/** The shell passes a SIGTERM on and keeps waiting, so that the ended command counts, too. */
const SCRIPT =
  '"$@" 3>&- & child=$!; trap "kill $child" TERM; wait $child; wait $child 2>/dev/null; times >&3';

export interface Started {
  readonly child: ChildProcess;
  /** Resolves when the command has ended. */
  readonly ran: Promise<Ran>;
}

export function start(command: readonly string[]): Started {
  const started = performance.now();
  const child = spawn('sh', ['-c', SCRIPT, 'sh', ...command], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const [, stdout, , times] = child.stdio as unknown as Readonly<Record<1 | 3, NodeJS.ReadableStream>> &
    readonly NodeJS.ReadableStream[];
  const ran = async (): Promise<Ran> => {
    const [out, told] = await Promise.all([text(stdout), text(times), once(child, 'exit')]);
    return { stdout: out, wall: (performance.now() - started) / 1000, cpu: cpuIn(told) };
  };
  return { child, ran: ran() };
}

export const timed = (command: readonly string[]): Promise<Ran> => start(command).ran;

/** Reads two lines, of the shell and of its children: `0m0.01s 0m0.00s`. */
export function cpuIn(times: string): number {
  const parts = [...times.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length < 4) throw new Error(`no times: ${times}`);
  return parts.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}
