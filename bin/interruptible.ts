import { EXIT } from '../exit.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first interrupt aborts the signal; the second ends the process. */
export function interruptible(): { readonly signal: AbortSignal; done(): void } {
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort(new Error('interrupted by a signal'));
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    signal: stop.signal,
    done() {
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}
