/** What ends a run before its time: a signal from outside, or the limit that it was given. */
import { EXIT } from '../exit.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Stopper {
  readonly signal: AbortSignal;
  interrupted(): boolean;
  /** The limit does not count any more. */
  timeless(): void;
  /** Signals end the program again. */
  heedless(): void;
}

/** `limit`: milliseconds, and as they were written. `given` stops it as well. */
export function stopper(limit = 2 ** 31 - 1, written = '', given?: AbortSignal): Stopper {
  const stop = new AbortController();
  let interrupted = false;
  const interrupt = () => {
    // Who asks twice does not want to wait: what was started ends at the exit.
    if (interrupted) process.exit(EXIT.interrupted);
    interrupted = true;
    stop.abort(new Error('interrupted by a signal'));
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const timer = setTimeout(() => stop.abort(new Error(`the run was not done after ${written}`)), limit);
  return {
    signal: given ? AbortSignal.any([stop.signal, given]) : stop.signal,
    interrupted: () => interrupted,
    timeless: () => clearTimeout(timer),
    heedless() {
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}
