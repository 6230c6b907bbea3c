/** Folders of this run, outside the checkout. They are below one root, so that the last process removes one folder. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardFolder } from './guard.js';
import { RUN } from './owner.js';

/** Set for our other processes of the same run, for example the one in the lab. */
export const ROOT_VARIABLE = 'CONFORM_TEMPORARY';

let root: string | undefined;

/** A new, empty folder that only this user can read. It is removed when this process ends, however that happens. */
export function temporaryFolder(kind: string): string {
  return mkdtempSync(join(temporaryRoot(), `${kind}-`));
}

/** Removes a folder before the end of the run. Two callers may remove the same folder. */
export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

export function temporaryRoot(): string {
  root ??= process.env[ROOT_VARIABLE] ?? makeRoot();
  return root;
}

function makeRoot(): string {
  const made = join(tmpdir(), RUN);
  mkdirSync(made, { mode: 0o700 });
  process.once('exit', () => removeFolder(made));
  guardFolder(made);
  return made;
}
