/** Wakes all that wait, whenever something has happened. */
export interface Bell {
  ring(): void;
  /** Resolves to whether `holds` became true within this many milliseconds. Checks it at each ring, and every `poll` milliseconds. */
  until(holds: () => boolean, within?: number, poll?: number): Promise<boolean>;
}

export function bell(): Bell {
  const waiting = new Set<() => void>();
  const rung = (within: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = Number.isFinite(within) ? setTimeout(() => done(), within) : undefined;
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      };
      waiting.add(done);
    });
  return {
    ring() {
      for (const wake of waiting) wake();
    },
    async until(holds, within = Number.POSITIVE_INFINITY, poll = Number.POSITIVE_INFINITY) {
      const deadline = performance.now() + within;
      while (!holds()) {
        const left = deadline - performance.now();
        if (left <= 0) return false;
        await rung(Math.min(left, poll));
      }
      return true;
    },
  };
}
