/** The total limit, so that a target that sends a byte now and then cannot hold up a run. */
const MOST = 10;

/** A time limit that pauses while the case waits for others, and restarts while a transfer makes progress. */
export function startDeadline(ms: number, passed: () => void) {
  let left = ms;
  let since = performance.now();
  let spent = 0;
  let held = 0;
  let over = false;
  let timer = setTimeout(passed, left);
  const pause = (): void => {
    clearTimeout(timer);
    const now = performance.now();
    left -= now - since;
    spent += now - since;
    since = now;
  };
  const resume = (): void => {
    since = performance.now();
    timer = setTimeout(passed, Math.max(0, left));
  };
  return {
    async hold<T>(wait: Promise<T>): Promise<T> {
      if (held++ === 0) pause();
      try {
        return await wait;
      } finally {
        held--;
        if (held === 0 && !over) resume();
      }
    },
    /** Restarts the limit, unless `MOST` times of it have passed in total. */
    progress(): void {
      if (over || held > 0) return;
      pause();
      left = Math.min(ms, MOST * ms - spent);
      resume();
    },
    clear(): void {
      over = true;
      clearTimeout(timer);
    },
  };
}
