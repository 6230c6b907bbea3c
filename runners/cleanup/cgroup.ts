/**
 * A control group for one program. It also contains processes that left the process group, the session or the
 * environment.
 */
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardCgroup, leaveCgroup } from './guard.js';
import { RUN } from './owner.js';

export interface Cgroup {
  pids(): readonly number[];
  /** Removes the group. This fails while processes are left in it. */
  remove(): void;
}

/** Our own group in the hierarchy of version 2. Undefined if we may not make groups below it. */
let parent: string | undefined | 'unknown' = 'unknown';
let count = 0;

/**
 * Starts a program inside a new control group. This process joins the group for the moment of the start, so that the
 * program is a member before its first instruction. Without control groups it just starts.
 */
export function startInCgroup<T>(start: () => T): { readonly started: T; readonly cgroup?: Cgroup } {
  if (parent === 'unknown') parent = writable();
  if (parent === undefined) return { started: start() };
  const own = parent;
  const path = join(own, `${RUN}-${count++}`);
  // The guard starts first, because it must not be a member.
  guardCgroup(path);
  try {
    mkdirSync(path);
    enter(path);
  } catch {
    // The limit on groups is reached. Marks and process groups still find the program.
    remove(path);
    return { started: start() };
  }
  let started: T;
  try {
    started = start();
  } finally {
    enter(own);
  }
  const pids = () => read(members(path)).split('\n').filter(Boolean).map(Number);
  return { started, cgroup: { pids, remove: () => remove(path) } };
}

const members = (group: string): string => join(group, 'cgroup.procs');

/** 0 means the process that writes. */
const enter = (group: string): void => writeFileSync(members(group), '0');

function remove(path: string): void {
  try {
    rmdirSync(path);
    leaveCgroup(path);
  } catch {
    // The guard tries again when this process has ended.
  }
}

function writable(): string | undefined {
  const mount = /^\S+ (\S+) cgroup2 /m.exec(read('/proc/self/mounts'))?.[1];
  const own = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup'))?.[1];
  if (mount === undefined || own === undefined) return undefined;
  const path = join(mount, own);
  const attempt = join(path, `${RUN}-attempt`);
  try {
    mkdirSync(attempt);
    enter(attempt);
    enter(path);
    rmdirSync(attempt);
    return path;
  } catch {
    return undefined;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
