import type { Patience } from '../runners/patience.js';
import { UsageError } from './command.js';

const LONGEST = 1000;

/** `off`, or how many times as long as usual. */
export function readPatience(text: string): Patience {
  if (text === 'off') return 'off';
  const factor = text.trim() === '' ? Number.NaN : Number(text);
  if (factor >= 1 && factor <= LONGEST) return factor;
  throw new UsageError(
    `--patience: "${text}" is neither off nor a number from 1 to ${LONGEST}, such as 4 for four times as long`,
  );
}
