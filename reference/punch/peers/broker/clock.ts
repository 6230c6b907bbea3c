/** The only source of time of the broker, so that a test can make it run faster. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs the act once, later. The result cancels it. It does not keep the process alive. */
  after(ms: number, act: () => void): () => void;
}

/** A timer of Node that is asked to wait longer fires at once. */
const MOST_MS = 2 ** 31 - 1;

/** A clock that runs `speed` times as fast as real time, from now on. */
export function clockOf(speed = 1): Clock {
  const start = Date.now();
  return Object.freeze({
    now: () => (speed === 1 ? Date.now() : start + (Date.now() - start) * speed),
    after(ms: number, act: () => void) {
      let timer: NodeJS.Timeout | undefined;
      const wait = (left: number): void => {
        timer = setTimeout(left > MOST_MS ? () => wait(left - MOST_MS) : act, Math.min(left, MOST_MS));
        timer.unref();
      };
      wait(Math.max(0, ms / speed));
      return () => clearTimeout(timer);
    },
  });
}
