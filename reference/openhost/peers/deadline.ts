export interface Deadline {
  /** Aborted when the time is over, or with the outer signal. */
  readonly signal: AbortSignal;
  /** Removes the timer and the listener. The signal is not aborted afterwards. */
  done(): void;
}

/**
 * AbortSignal.any and AbortSignal.timeout in one, for outer signals that live long: with AbortSignal.any, Node 20 would keep
 * an entry on the outer signal for every call.
 */
export function deadline(ms: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  const follow = () => controller.abort(outer?.reason);
  const late = () => controller.abort(new DOMException(`not done within ${ms} ms`, 'TimeoutError'));
  const timer = setTimeout(late, ms);
  outer?.addEventListener('abort', follow, { once: true });
  if (outer?.aborted) follow();
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
}

/** Aborts the work after `ms`, or with the outer signal. */
export async function within<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, done } = deadline(ms, outer);
  try {
    return await work(signal);
  } finally {
    done();
  }
}
