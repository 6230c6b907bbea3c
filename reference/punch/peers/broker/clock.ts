/** All that the broker knows of time, so that a test can turn it faster. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs the act once, later. The result cancels it. It does not keep the process alive. */
  after(ms: number, act: () => void): () => void;
}

/** Time that runs `speed` times as fast as the wall, from now on. */
export function clockOf(speed = 1): Clock {
  const start = Date.now();
  return Object.freeze({
    now: () => (speed === 1 ? Date.now() : start + (Date.now() - start) * speed),
    after(ms: number, act: () => void) {
      const timer = setTimeout(act, Math.max(0, ms / speed));
      timer.unref();
      return () => clearTimeout(timer);
    },
  });
}
