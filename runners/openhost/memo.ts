/** Values that one case makes and later cases share. A failed attempt is forgotten, so the next case tries again. */
export interface Memo<T> {
  get(name: string, make: () => Promise<T>): Promise<T>;
  /** All values that were made, also those that a case still waits for. */
  made(): Promise<readonly T[]>;
}

export function memo<T>(): Memo<T> {
  const known = new Map<string, Promise<T>>();
  return {
    async get(name, make) {
      const making = known.get(name) ?? make();
      known.set(name, making);
      try {
        return await making;
      } catch (error) {
        if (known.get(name) === making) known.delete(name);
        throw error;
      }
    },
    async made() {
      const all = await Promise.allSettled(known.values());
      return all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    },
  };
}
