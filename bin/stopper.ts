/** Ends a run early: by a signal of the system, or at its time limit. */
import { EXIT } from '../exit.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Stopper {
  readonly signal: AbortSignal;
  interrupted(): boolean;
  /** Removes the time limit. */
  timeless(): void;
  /** Lets signals end the program again. */
  heedless(): void;
}

/** `limit` is in milliseconds, and `written` is the text of the option. `given` also stops the run. */
export function stopper(limit = 2 ** 31 - 1, written = '', given?: AbortSignal): Stopper {
  const stop = new AbortController();
  let interrupted = false;
  const interrupt = () => {
    // A second signal means: do not wait. Exit handlers end what was started.
    if (interrupted) process.exit(EXIT.interrupted);
    interrupted = true;
    stop.abort(new Error('interrupted by a signal'));
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const timer = setTimeout(() => stop.abort(new Error(`the run did not end within ${written}`)), limit);
  return {
    signal: given ? AbortSignal.any([stop.signal, given]) : stop.signal,
    interrupted: () => interrupted,
    timeless: () => clearTimeout(timer),
    heedless() {
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}
