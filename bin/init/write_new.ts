import { existsSync, writeFileSync } from 'node:fs';
import { UsageError } from '../command.js';

/** Writes a new file and returns its path. */
export function writeNew(path: string, text: string): string {
  if (existsSync(path))
    throw new UsageError(`${path} already exists and is not overwritten: name another --out`);
  writeFileSync(path, text);
  return path;
}
