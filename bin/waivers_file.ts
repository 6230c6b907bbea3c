import type { Waiver } from '../runners/waivers.js';
import { withoutComments } from '../vectors/jsonc.js';
import { checker, FileError, parseJsonFrom, readTextFile } from '../vectors/schema.js';
import { UsageError } from './command.js';
import { faultOf } from './file_fault.js';

const MAX_WAIVERS = 4 * 1024 * 1024;

/** Reads a waivers file, which is JSON with comments, and checks it against its schema. */
export function readWaivers(path: string, option = '--waivers'): readonly Waiver[] {
  try {
    return parseWaivers(path, readTextFile(path, MAX_WAIVERS));
  } catch (error) {
    if (error instanceof FileError) throw faultOf(option, error);
    throw error;
  }
}

function parseWaivers(path: string, text: string): readonly Waiver[] {
  const value = parseJsonFrom(path, withoutComments(text));
  checker('waivers', 'conform:/waivers.schema.json')(path, value);
  const waivers = value as readonly Waiver[];
  waivers.forEach(({ expires }, at) => {
    if (!isDate(expires))
      throw new FileError(
        path,
        `/${at}/expires`,
        `${expires} is not a day of the calendar: write YYYY-MM-DD`,
      );
  });
  return waivers;
}

/** The unparsed text, from which comments and order are kept. */
export const textOfWaivers = (path: string): string => readTextFile(path, MAX_WAIVERS);

/** Whether the text is an existing day: 2026-02-30 has the form of a date, but does not exist. */
function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** Reads the last day of a waiver, which must not be in the past. */
export function readExpiry(text: string, now = new Date()): string {
  if (!isDate(text)) throw new UsageError(`--expires: "${text}" is not a date: write YYYY-MM-DD`);
  const today = now.toISOString().slice(0, 10);
  if (text < today) throw new UsageError(`--expires: ${text} is past: write ${today} or a later day`);
  return text;
}
