/** The owner of a temporary folder or a leftover process: a process id, and the start time of that process. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Owner {
  readonly pid: number;
  /** Clock ticks since boot, because process ids are reused. 0 without /proc. */
  readonly started: number;
}

export const startOf = (pid: number): number | undefined => {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The name of the program is in parentheses, and may itself contain blanks and parentheses.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
};

/** The name of this run: of its folder, and in the environment of each program that it starts. */
export const RUN = `conform-run-${process.pid}-${startOf(process.pid) ?? 0}-${randomBytes(4).toString('hex')}`;

const NAME = /^conform-run-(\d+)-(\d+)-[0-9a-f]{8}$/;

export function ownerOf(name: string): Owner | undefined {
  const [, pid, started] = NAME.exec(name) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), started: Number(started) };
}

export function isAlive({ pid, started }: Owner): boolean {
  const now = startOf(pid);
  if (now !== undefined) return started === 0 || now === started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process lives and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
