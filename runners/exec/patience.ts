/** Bounds how long the oldest unanswered request waits. */

export interface Patience {
  /** Restarts the time, because another request is now the oldest. */
  renew(): void;
  /** Starts the timer unless it runs. */
  watch(): void;
  stop(): void;
}

/** Calls `lost` when `limit` milliseconds have passed and `waits` says that a request still waits. */
export function openPatience(limit: number, waits: () => boolean, lost: () => void): Patience {
  let since = 0;
  let timer: NodeJS.Timeout | undefined;

  function judge(): void {
    if (!waits() || timer) return;
    if (performance.now() - since < limit) watch();
    else lost();
  }

  function watch(): void {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        // Reads the pipe first: if this process was busy, the answer may already be in it.
        setImmediate(judge);
      },
      since + limit - performance.now(),
    );
  }

  return {
    renew() {
      since = performance.now();
    },
    watch,
    stop: () => clearTimeout(timer),
  };
}
