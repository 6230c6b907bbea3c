/** What one case has made and the next may use. What could not be made is forgotten: the next one tries again. */
export interface Memo<T> {
  get(name: string, make: () => Promise<T>): Promise<T>;
  /** What was made, whoever waits for it still. */
  made(): Promise<readonly T[]>;
}

export function memo<T>(): Memo<T> {
  const known = new Map<string, Promise<T>>();
  return {
    async get(name, make) {
      const making = known.get(name) ?? make();
      known.set(name, making);
      let done = false;
      try {
        const made = await making;
        done = true;
        return made;
      } finally {
        if (!done && known.get(name) === making) known.delete(name);
      }
    },
    async made() {
      const all = await Promise.allSettled(known.values());
      return all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    },
  };
}
