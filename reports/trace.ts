import type { TracedStep } from '../suites/model.js';
import { palette } from './color.js';
import { plain } from './escape.js';

const LONGEST = 500;

/** A line for a terminal: seconds since the start of the run, the case, and what it does. */
export function traceText({ id, attempt, text }: TracedStep, ms: number, color: boolean): string {
  const { dim, cyan } = palette(color);
  const again = attempt > 1 ? ' (asked again)' : '';
  return `${dim((ms / 1000).toFixed(3).padStart(8))} ${cyan(`${plain(id)}${again}`)}  ${plain(text, LONGEST)}\n`;
}
