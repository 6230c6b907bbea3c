import { plain } from '../reports/escape.js';

/** Milliseconds between two lines when stderr is not a terminal. */
const QUIETLY = 10_000;
const BRISKLY = 200;

/** Shows progress on stderr: on a terminal, one line that is updated; elsewhere, a line now and then. */
export function mutantProgress(whole: number, word: string, quiet: boolean) {
  if (quiet) return { step: (_bad?: string) => {}, end: () => {} };
  const terminal = process.stderr.isTTY === true;
  const clear = terminal ? '\r\u001b[K' : '';
  let done = 0;
  let bad = 0;
  const show = (): void => {
    process.stderr.write(`${clear}${done} of ${whole} tried, ${bad} ${word}${terminal ? '' : '\n'}`);
  };
  const timer = setInterval(show, terminal ? BRISKLY : QUIETLY);
  timer.unref();
  return {
    /** Counts one more trial. A text is printed at once. */
    step(text?: string): void {
      done++;
      if (text === undefined) return;
      bad++;
      process.stderr.write(`${clear}${plain(text)}\n`);
    },
    end(): void {
      clearInterval(timer);
      process.stderr.write(clear);
    },
  };
}
