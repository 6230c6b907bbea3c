/**
 * Bounds how long the oldest unanswered request waits: calls `lost` when `limit` milliseconds have passed and `waits`
 * says that a request still waits.
 */
export function openPatience(limit: number, waits: () => boolean, lost: () => void) {
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
    /** Restarts the time, because another request is now the oldest. */
    renew(): void {
      since = performance.now();
    },
    /** Starts the timer unless it runs. */
    watch,
    stop: (): void => clearTimeout(timer),
  };
}
