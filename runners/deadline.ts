/** A time limit that stands still while somebody else is waited for. */
export interface Deadline {
  hold<T>(wait: Promise<T>): Promise<T>;
  clear(): void;
}

export function startDeadline(ms: number, passed: () => void): Deadline {
  let left = ms;
  let since = performance.now();
  let held = 0;
  let over = false;
  let timer = setTimeout(passed, left);
  return {
    async hold(wait) {
      if (held++ === 0) {
        clearTimeout(timer);
        left -= performance.now() - since;
      }
      try {
        return await wait;
      } finally {
        held--;
        if (held === 0 && !over) {
          since = performance.now();
          timer = setTimeout(passed, Math.max(0, left));
        }
      }
    },
    clear() {
      over = true;
      clearTimeout(timer);
    },
  };
}
