import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether the process runs. A zombie has ended: only its parent has not collected it yet. */
export function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The processes that still run when the time is over. */
export async function leftOf(pids: readonly number[], within = 3_000): Promise<readonly number[]> {
  const late = performance.now() + within;
  while (pids.some(runs) && performance.now() < late) await delay(5);
  return pids.filter(runs);
}

/** The process ids in a file, one for each line. */
export const pidsIn = (file: string): readonly number[] =>
  readFileSync(file, 'utf8').trim().split('\n').map(Number);

/** The command lines of all processes of the machine, including those in namespaces below ours. */
export const commandLines = (): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && runs(Number(name)))
    .map(commandLine);

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trimEnd();
  } catch {
    return '';
  }
}
