/** What one meeting opens: all of it is closed at its end, the newest first. */
export interface KeptOpen {
  keep<T extends Closable>(one: T): T;
  /** Closes all, even when closing one of them fails. Then it throws the first of these errors. */
  close(): Promise<void>;
}

interface Closable {
  close(): Promise<unknown>;
}

export function keptOpen(): KeptOpen {
  const open: Closable[] = [];
  return {
    keep(one) {
      open.unshift(one);
      return one;
    },
    async close() {
      const failed: unknown[] = [];
      for (const one of open.splice(0)) {
        const [closed] = await Promise.allSettled([one.close()]);
        if (closed.status === 'rejected') failed.push(closed.reason);
      }
      if (failed.length > 0) throw failed[0];
    },
  };
}
