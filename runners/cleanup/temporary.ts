/** Folders of this run outside the checkout. They lie under one root, so that whoever ends last removes one folder. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardFolder } from './guard.js';
import { RUN } from './owner.js';

/** Set for processes of ours that belong to the same run, the one inside the lab for example. */
export const ROOT_VARIABLE = 'CONFORM_TEMPORARY';

let root: string | undefined;

/** A new, empty folder that only this user can read. It is gone when this process is, however that ends. */
export function temporaryFolder(kind: string): string {
  return mkdtempSync(join(temporaryRoot(), `${kind}-`));
}

/** Removes it before the end of the run. Two callers may remove the same one. */
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
