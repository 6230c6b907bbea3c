import type { Patience } from '../runners/patience.js';
import { UsageError } from './command.js';

const LONGEST = 1000;

/** Reads `off`, or the factor by which deadlines are longer than usual. */
export function readPatience(text: string): Patience {
  if (text === 'off') return 'off';
  const factor = text.trim() === '' ? Number.NaN : Number(text);
  if (factor >= 1 && factor <= LONGEST) return factor;
  throw new UsageError(
    `--patience must be off, or a number from 1 to ${LONGEST} (4 waits four times as long), not "${text}"`,
  );
}
