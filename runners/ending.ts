import { setMaxListeners } from 'node:events';

/** How a case is ended from outside: by its deadline, or because the run ends. */
export interface Ending {
  readonly signal: AbortSignal;
  end(reason: unknown): void;
  /** Called once when the case has been ended and has not noticed within the grace. */
  onAbandoned(then: () => void): void;
  /** The case has ended by itself. */
  close(): void;
}

/** `run` ends the case too. */
export function openEnding(run: AbortSignal, grace: number): Ending {
  const controller = new AbortController();
  // Each wait and each program of a case listens to it.
  setMaxListeners(0, controller.signal);
  let timer: NodeJS.Timeout | undefined;
  let abandon = (): void => {};
  const end = (reason: unknown): void => {
    if (controller.signal.aborted) return;
    controller.abort(reason);
    timer = setTimeout(() => abandon(), grace).unref();
  };
  const forget = whenAborted(run, () => end(run.reason));
  return {
    signal: controller.signal,
    end,
    onAbandoned(then) {
      abandon = then;
    },
    close() {
      forget();
      clearTimeout(timer);
    },
  };
}

interface Waiter {
  readonly then: () => void;
  /** Where it stands among all. */
  at: number;
}

const waiting = new WeakMap<AbortSignal, Waiter[]>();

/**
 * One listener a signal, however many cases wait for it: adding and removing listeners costs more than most cases. The
 * last takes the place of one that leaves; a Set that grows and shrinks leaves a trail of tables for the collector.
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
