/** Lets this many run at a time, in the order in which they came. */
export interface Turns {
  /** Resolves to false when the signal is aborted before the turn comes. */
  take(signal: AbortSignal): Promise<boolean>;
  /** Called by each whose turn has come, at its end. */
  leave(): void;
}

export function turns(width: number): Turns {
  let free = width;
  const queue = new Set<() => void>();
  return {
    async take(signal) {
      if (signal.aborted) return false;
      if (free > 0) {
        free--;
        return true;
      }
      return new Promise((resolve) => {
        const give = (): void => {
          signal.removeEventListener('abort', drop);
          resolve(true);
        };
        const drop = (): void => {
          queue.delete(give);
          resolve(false);
        };
        queue.add(give);
        signal.addEventListener('abort', drop, { once: true });
      });
    },
    leave() {
      const [next] = queue;
      if (!next) {
        free++;
        return;
      }
      queue.delete(next);
      next();
    },
  };
}
