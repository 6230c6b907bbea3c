/** Runs a program in its own process group, and ends every process that it started. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Cgroup, startInCgroup } from '../cleanup/cgroup.js';
import { guardGroup, leaveGroup } from '../cleanup/guard.js';
import { MARK, marked, newMark, processes } from '../cleanup/mark.js';
import { inheritedEnvironment } from '../environment.js';

export interface Group {
  /** As it was called. */
  readonly program: string;
  readonly child: ChildProcessWithoutNullStreams;
  /** Kills the group at once, and the processes that left the group but still carry its mark. */
  kill(): void;
  /** Ends the input, then sends SIGTERM, then SIGKILL, with `grace` milliseconds after each. Never rejects. */
  close(grace?: number): Promise<void>;
  /** Sends SIGTERM to the whole group, and kills what still runs after `grace` milliseconds. Never rejects. */
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
    program,
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
      // A shell ends at once, while a program that it started may still have to save something.
      while (livesOn(pid, () => membersOf(mark, cgroup)) && performance.now() < late) await delay(LOOK);
      group.kill();
      await hasExited(child, GRACE);
      child.unref();
    },
  };
  // The exit of a program is reported, so a failed write to it is not. A missing pid shows that it never started.
  child.on('error', () => {});
  for (const stream of child.stdio) stream?.on('error', () => {});
  child.once('close', () => cgroup?.remove());
  keep(group);
  return group;
}

/** Kills the group when this process exits. */
function keep(group: Group): void {
  alive.add(group);
  if (guarded) return;
  guarded = true;
  // First, because a later listener may remove the folder in which the programs work.
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
    // The group has no process any more.
  }
}

/** Whether a process of the group still runs. A zombie does not count. */
function livesOn(pid: number | undefined, members: () => readonly number[]): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(-pid, 0);
  } catch {
    return false;
  }
  return processes().length === 0 || members().length > 0;
}

/** The processes that the program started, including those that left its group. The mark finds them, and the control group if there is one. */
const membersOf = (mark: string, cgroup: Cgroup | undefined): readonly number[] => [
  ...new Set([...marked(mark), ...(cgroup?.pids() ?? [])]),
];

/** Repeats until a look finds no new process, because they may still be forking. Without /proc it finds none. */
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
        // It ended after the look.
      }
    }
  }
}
