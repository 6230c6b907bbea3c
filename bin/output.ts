import { plainLines } from '../reports/escape.js';

/** How wide text for people may be: the terminal, or a page of 100 columns where there is none. */
export const width = (): number => Math.min(Math.max(process.stdout.columns ?? 100, 60), 120);

/** Writes to stdout; resolves when it is out, rejects when nobody takes it. */
export const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });

const MOST_LINES = 60;
const WIDEST_LINE = 2000;

/** Writes a message to stderr. It may quote a target or a file, so that it is escaped here and nowhere else. */
export const tell = (text: string): void => {
  process.stderr.write(`conform: ${plainLines(text, MOST_LINES, WIDEST_LINE).join('\n')}\n`);
};
