import type { Waiver } from '../runners/waivers.js';
import { checker, FileError, readJsonFile } from '../vectors/schema.js';
import { UsageError } from './command.js';

/** A waivers file, held against its schema. */
export function readWaivers(path: string): readonly Waiver[] {
  try {
    const value = readJsonFile(path);
    checker('waivers', 'conform:/waivers.schema.json')(path, value);
    return value as readonly Waiver[];
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(`--waivers: ${error.message}`);
    throw error;
  }
}
