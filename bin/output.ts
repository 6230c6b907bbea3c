import { wantsColor } from '../reports/color.js';
import { plainLines } from '../reports/escape.js';

/** The width of text for people: that of the terminal, or 100 columns without one. */
export const width = (): number => Math.min(Math.max(process.stdout.columns ?? 100, 60), 120);

export const colored = ({ isTTY }: { isTTY?: boolean } = process.stdout): boolean =>
  wantsColor({ env: process.env, terminal: isTTY === true });

/** Writes to stdout. Resolves when the text is written, and rejects when the reader is gone. */
export const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });

const MOST_LINES = 60;
const WIDEST_LINE = 2000;

/** Writes a message to stderr. It is escaped here, and only here, because it may quote a target or a file. */
export const tell = (text: string): void => {
  process.stderr.write(`conform: ${plainLines(text, MOST_LINES, WIDEST_LINE).join('\n')}\n`);
};
