/**
 * A shell that outlives this process. Only we hold the pipe to its input. When we end, also by SIGKILL, it kills the
 * programs that we started and removes our folders.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { MARK } from './mark.js';
import { RUN } from './owner.js';

/** $1 is the mark of the run. A line adds (+) or removes (-) a group or a cgroup, or adds a folder. */
const SCRIPT = `
trap '' INT TERM HUP QUIT
groups=' ' folders='' cgroups=' '
while IFS= read -r line; do
  what=\${line#??}
  case $line in
    +g*) groups="$groups$what " ;;
    -g*) groups="\${groups%% $what *} \${groups#* $what }" ;;
    +c*) cgroups="$cgroups$what " ;;
    -c*) cgroups="\${cgroups%% $what *} \${cgroups#* $what }" ;;
    +f*) folders="$folders$what
" ;;
  esac
done
for group in $groups; do kill -9 -- "-$group" 2>/dev/null; done
for cgroup in $cgroups; do
  while read -r pid; do kill -9 "$pid"; done < "$cgroup/cgroup.procs"
done 2>/dev/null
grep -lasF -- "$1" /proc/[0-9]*/environ 2>/dev/null | while IFS=/ read -r _ _ pid _; do
  kill -9 "$pid" 2>/dev/null
done
sleep 0.05
for cgroup in $cgroups; do rmdir "$cgroup" 2>/dev/null; done
printf '%s' "$folders" | while IFS= read -r folder; do rm -rf -- "$folder"; done
`;

let guard: ChildProcess | undefined;

export const guardFolder = (path: string): void => tell(`+f${path}`);
export const guardGroup = (pid: number): void => tell(`+g${pid}`);
export const leaveGroup = (pid: number): void => tell(`-g${pid}`);
export const guardCgroup = (path: string): void => tell(`+c${path}`);
export const leaveCgroup = (path: string): void => tell(`-c${path}`);

function tell(line: string): void {
  guard ??= start();
  guard.stdin?.write(`${line}\n`);
}

function start(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'conform-guard', `${MARK}=${RUN}.`], {
    // It has its own session, because an interrupt of the terminal is for us only. Our end tells the guard.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    cwd: '/',
  });
  // Without a shell, normal endings still clean up. The next start removes what a SIGKILL leaves.
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  child.unref();
  (child.stdin as (Writable & { unref?(): void }) | null)?.unref?.();
  return child;
}
