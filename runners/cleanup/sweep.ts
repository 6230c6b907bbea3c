/** Removes what earlier runs could not: they were killed, or the machine stopped. */
import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from './mark.js';
import { isAlive, ownerOf } from './owner.js';

/** The names of the runs whose folders were removed. A folder of another user is not touched. */
export async function sweep(folder = tmpdir()): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => {
    const owner = ownerOf(name);
    return owner !== undefined && !isAlive(owner);
  });
  const swept: string[] = [];
  for (const name of left) if (await removeLeft(join(folder, name), name)) swept.push(name);
  return swept;
}

async function removeLeft(path: string, run: string): Promise<boolean> {
  try {
    const { uid } = await lstat(path);
    if (process.getuid !== undefined && uid !== process.getuid()) return false;
    for (const pid of marked(run)) killProcess(pid);
    await rm(path, { recursive: true, force: true });
    return true;
  } catch {
    // Another run that started now removes the same folder.
    return false;
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone between the look and the kill.
  }
}
