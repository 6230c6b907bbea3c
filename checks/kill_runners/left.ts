/** Finds the processes of a trial that still run. */
import { readdirSync, readFileSync } from 'node:fs';
import { runs } from '../../runners/exec/testing/processes.js';

/** The processes whose arguments or environment contain the folder. */
export const seenIn = (folder: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => `${read(pid, 'cmdline')}\0${read(pid, 'environ')}`.includes(`${folder}/`))
    .filter((pid) => runs(Number(pid)))
    .map((pid) => `${pid} ${read(pid, 'cmdline').split('\0').join(' ')}`);

function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // The process has ended.
    return '';
  }
}
