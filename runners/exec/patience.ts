/** How long the oldest unanswered request may wait. */

export interface Patience {
  /** Another request is the oldest from now on. */
  renew(): void;
  /** Something waits. */
  watch(): void;
  stop(): void;
}

/** `limit`: milliseconds. `waits` tells whether something still does. */
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
        // What lies in the pipe is read first: a busy moment of ours is not the adapter's silence.
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
