/** A program in a process group of its own, and the certainty that nothing of it stays behind. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

export interface Group {
  readonly child: ChildProcessWithoutNullStreams;
  /** At once: the group, and what left the group but still carries its mark. */
  kill(): void;
  /** Asks first: end of input, SIGTERM, SIGKILL, each after a grace. Never rejects, never waits for long. */
  close(grace?: number): Promise<void>;
}

/** The environment is inherited by everything a program starts, also by what leaves its group and session. */
const MARK = 'CONFORM_CHILD';
const GRACE = 400;

const alive = new Set<Group>();
let guarded = false;

export function startGroup([program, ...args]: readonly [string, ...string[]]): Group {
  const mark = randomBytes(12).toString('hex');
  const child = spawn(program, args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, [MARK]: mark },
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
  process.on('exit', () => {
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
