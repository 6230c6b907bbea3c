/** A program in a process group of its own, and the certainty that nothing of it stays behind. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Cgroup, startInCgroup } from '../cleanup/cgroup.js';
import { guardGroup, leaveGroup } from '../cleanup/guard.js';
import { MARK, marked, newMark, processes } from '../cleanup/mark.js';
import { inheritedEnvironment } from '../environment.js';

export interface Group {
  readonly child: ChildProcessWithoutNullStreams;
  /** At once: the group, and what left the group but still carries its mark. */
  kill(): void;
  /** Asks first: end of input, SIGTERM, SIGKILL, each after a grace. Never rejects, never waits for long. */
  close(grace?: number): Promise<void>;
  /** SIGTERM to the whole group, and so long for all of it to end by itself. Never rejects. */
  terminate(grace: number): Promise<void>;
}

const GRACE = 400;
const LOOK = 20;

const alive = new Set<Group>();
let guarded = false;

export function startGroup(
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = inheritedEnvironment(),
): Group {
  const mark = newMark();
  const { started: child, cgroup } = startInCgroup(() =>
    spawn(program, args, {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...env, [MARK]: mark },
    }),
  );
  const { pid } = child;
  if (pid !== undefined) guardGroup(pid);
  let killed = false;
  const group: Group = {
    child,
    kill() {
      if (killed) return;
      killed = true;
      signalGroup(pid, 'SIGKILL');
      killMembers(() => membersOf(mark, cgroup));
      for (const stream of child.stdio) stream?.destroy();
      cgroup?.remove();
      if (pid !== undefined) leaveGroup(pid);
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
      while (livesOn(pid, () => membersOf(mark, cgroup)) && performance.now() < late) await delay(LOOK);
      group.kill();
      await hasExited(child, GRACE);
      child.unref();
    },
  };
  // Writing to a program that has gone is no news: its exit is. One that never started is told by its missing pid.
  child.on('error', () => {});
  for (const stream of child.stdio) stream?.on('error', () => {});
  child.once('close', () => cgroup?.remove());
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
function livesOn(pid: number | undefined, members: () => readonly number[]): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(-pid, 0);
  } catch {
    return false;
  }
  return processes().length === 0 || members().length > 0;
}

/** What the program started, also what left its group: found by control group where there is one, and by its mark. */
const membersOf = (mark: string, cgroup: Cgroup | undefined): readonly number[] => [
  ...new Set([...marked(mark), ...(cgroup?.pids() ?? [])]),
];

/** Where there is no /proc the group has to do. Repeats until a look finds nobody new: they may still be forking. */
function killMembers(members: () => readonly number[]): void {
  const seen = new Set<number>();
  for (let looks = 0; looks < 20; looks++) {
    const found = members().filter((pid) => !seen.has(pid));
    if (found.length === 0) return;
    for (const pid of found) {
      seen.add(pid);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Gone between the look and the kill.
      }
    }
  }
}
