import { setMaxListeners } from 'node:events';

export interface Limit {
  readonly signal: AbortSignal;
  /** Must be called when what it limits has ended by itself. */
  clear(): void;
}

/** The most that a timer takes. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Aborts after so many milliseconds, and with any other of these. AbortSignal.any does not keep an AbortSignal.timeout alive:
 * once collected, it never fires.
 */
export function limitOf(ms: number, ...others: readonly AbortSignal[]): Limit {
  const over = new AbortController();
  setMaxListeners(0, over.signal, ...others);
  const abort = (): void => over.abort(new Error('given up'));
  const timer = setTimeout(abort, Math.min(ms, LONGEST_TIMER));
  for (const other of others) {
    if (other.aborted) abort();
    else other.addEventListener('abort', abort, { once: true });
  }
  return {
    signal: over.signal,
    clear() {
      clearTimeout(timer);
      for (const other of others) other.removeEventListener('abort', abort);
    },
  };
}
