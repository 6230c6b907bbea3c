/** A time limit that stands still while somebody else is waited for, and starts anew while a transfer moves. */
export interface Deadline {
  hold<T>(wait: Promise<T>): Promise<T>;
  /** Starts the time anew, as long as less than `MOST` times of it have passed in all. */
  progress(): void;
  clear(): void;
}

/** A target that sends a byte now and then does not hold a run for ever. */
const MOST = 10;

export function startDeadline(ms: number, passed: () => void): Deadline {
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
    async hold(wait) {
      if (held++ === 0) pause();
      try {
        return await wait;
      } finally {
        held--;
        if (held === 0 && !over) resume();
      }
    },
    progress() {
      if (over || held > 0) return;
      pause();
      left = Math.min(ms, MOST * ms - spent);
      resume();
    },
    clear() {
      over = true;
      clearTimeout(timer);
    },
  };
}
