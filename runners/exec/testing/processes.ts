import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A zombie has ended; only its parent has not looked yet. */
export function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Those of them that run on after all. */
export async function leftOf(pids: readonly number[], within = 3_000): Promise<readonly number[]> {
  const late = performance.now() + within;
  while (pids.some(runs) && performance.now() < late) await delay(5);
  return pids.filter(runs);
}

/** What programs wrote about themselves, one number a line. */
export const pidsIn = (file: string): readonly number[] =>
  readFileSync(file, 'utf8').trim().split('\n').map(Number);

/** Of all processes of the machine, in all namespaces below ours: the words, with a blank between them. */
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
