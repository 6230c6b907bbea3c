/** A program in a process group of its own, and the certainty that nothing of it stays behind. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface Group {
  readonly child: ChildProcessWithoutNullStreams;
  /** At once: the group, and what left the group but still carries its mark. */
  kill(): void;
  /** Asks first: end of input, SIGTERM, SIGKILL, each after a grace. Never rejects, never waits for long. */
  close(grace?: number): Promise<void>;
  /** SIGTERM to the whole group, and so long for all of it to end by itself. Never rejects. */
  terminate(grace: number): Promise<void>;
}

/** The environment is inherited by everything a program starts, also by what leaves its group and session. */
const MARK = 'CONFORM_CHILD';
const GRACE = 400;
const LOOK = 20;

const alive = new Set<Group>();
let guarded = false;

export function startGroup(
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = process.env,
): Group {
  const mark = randomBytes(12).toString('hex');
  const child = spawn(program, args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...env, [MARK]: mark },
  });
  const group: Group = {
    child,
    kill() {
      signalGroup(child.pid, 'SIGKILL');
      killMarked(`${MARK}=${mark}`);
      for (const stream of child.stdio) stream?.destroy();
      alive.delete(group);
    },
    async close(grace = GRACE) {
      child.stdin.end();
      if (!(await hasExited(child, grace))) signalGroup(child.pid, 'SIGTERM');
      await hasExited(child, grace);
      group.kill();
      await hasExited(child, grace);
      child.unref();
    },
    async terminate(grace) {
      child.stdin.end();
      signalGroup(child.pid, 'SIGTERM');
      const late = performance.now() + grace;
      // A shell goes at once, and what it started may have something to write down still.
      while (livesOn(child.pid, `${MARK}=${mark}`) && performance.now() < late) await delay(LOOK);
      group.kill();
      await hasExited(child, GRACE);
      child.unref();
    },
  };
  // Writing to a program that has gone is no news: its exit is. One that never started is told by its missing pid.
  child.on('error', () => {});
  for (const stream of child.stdio) stream?.on('error', () => {});
  keep(group);
  return group;
}

/** Whatever ends this process, no group outlives it. */
function keep(group: Group): void {
  alive.add(group);
  if (guarded) return;
  guarded = true;
  // Before whoever clears away what they work on.
  process.prependListener('exit', () => {
    for (const left of alive) left.kill();
  });
}

export async function hasExited(child: ChildProcessWithoutNullStreams, within: number): Promise<boolean> {
  const gone = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  if (!gone()) await once(child, 'exit', { signal: AbortSignal.timeout(within) }).catch(() => {});
  return gone();
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is empty already.
  }
}

/** Whether anybody of the group is left who is more than a line in the table of processes. */
function livesOn(pid: number | undefined, mark: string): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(-pid, 0);
  } catch {
    return false;
  }
  return processes().length === 0 || marked(mark).length > 0;
}

/** Where there is no /proc the group has to do. Repeats until a look finds nobody new: they may still be forking. */
function killMarked(mark: string): void {
  const seen = new Set<string>();
  for (let looks = 0; looks < 20; looks++) {
    const found = marked(mark).filter((pid) => !seen.has(pid));
    if (found.length === 0) return;
    for (const pid of found) {
      seen.add(pid);
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // Gone between the look and the kill.
      }
    }
  }
}

function marked(mark: string): string[] {
  return processes().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`).includes(mark);
    } catch {
      return false;
    }
  });
}

function processes(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
