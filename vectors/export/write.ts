import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Files } from './package.js';

/** The folder cannot be written to. */
export class OutFolderError extends Error {
  override readonly name = 'OutFolderError';
}

/** Writes files into a new or empty folder, and returns their number. */
export function writePackage(files: Files, folder: string): number {
  refuseFull(folder);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return files.size;
}

function refuseFull(folder: string): void {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw new OutFolderError(
      `--out ${folder}: ${code === 'ENOTDIR' ? 'is a file' : code}; name a new folder`,
    );
  }
  if (names.length > 0) {
    throw new OutFolderError(`--out ${folder} is not empty (it has ${names[0]}); name a new folder`);
  }
}
