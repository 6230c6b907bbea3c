/** Removes the remains of earlier runs that were killed or lost their machine. */
import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from './mark.js';
import { isAlive, ownerOf } from './owner.js';

/** Returns the names of the runs whose folders it removed. It does not touch folders of other users. */
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
    // Another run that starts now removes the same folder.
    return false;
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The process ended after we found it.
  }
}
