import { setMaxListeners } from 'node:events';

/** Ends a case from outside: at its deadline, or because the run ends. The signal `run` also ends the case. */
export function openEnding(run: AbortSignal, grace: number) {
  const controller = new AbortController();
  const signal: AbortSignal = controller.signal;
  // Each wait and each program of a case adds a listener.
  setMaxListeners(0, signal);
  let timer: NodeJS.Timeout | undefined;
  let abandon = (): void => {};
  const end = (reason: unknown): void => {
    if (signal.aborted) return;
    controller.abort(reason);
    timer = setTimeout(() => abandon(), grace).unref();
  };
  const forget = whenAborted(run, () => end(run.reason));
  return {
    signal,
    end,
    /** Called once when an ended case has not stopped within the grace. */
    onAbandoned(then: () => void): void {
      abandon = then;
    },
    /** Must be called when the case has ended by itself. */
    close(): void {
      forget();
      clearTimeout(timer);
    },
  };
}

interface Waiter {
  readonly then: () => void;
  /** Its index among all listeners. */
  at: number;
}

const waiting = new WeakMap<AbortSignal, Waiter[]>();

/**
 * One listener on each signal, however many cases wait: adding and removing listeners costs more than most cases. When a
 * case leaves, the last one takes its place. A Set that grows and shrinks would leave garbage.
 */
function whenAborted(signal: AbortSignal, then: () => void): () => void {
  if (signal.aborted) {
    then();
    return () => {};
  }
  const all = waiting.get(signal) ?? listenTo(signal);
  const own: Waiter = { then, at: all.length };
  all.push(own);
  return () => {
    const last = all.pop();
    if (!last || last === own) return;
    all[own.at] = last;
    last.at = own.at;
  };
}

function listenTo(signal: AbortSignal): Waiter[] {
  const all: Waiter[] = [];
  waiting.set(signal, all);
  signal.addEventListener('abort', () => [...all].forEach(({ then }) => void then()), { once: true });
  return all;
}
