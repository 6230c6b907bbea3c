/** The unanswered requests by id, at most WINDOW at once. */
export interface Flight<T> {
  readonly size: number;
  /** The highest id so far. */
  readonly last: number;
  /** Returns its id, which is higher than all ids before. */
  add(item: T): number;
  get(id: number): T | undefined;
  remove(id: number): void;
  oldest(): number | undefined;
  /** In the order in which they were added. */
  items(): T[];
}

/** Requests in flight at once. */
export const WINDOW = 64;

/** Twice the window, so that the next free slot is near. */
const SLOTS = 2 * WINDOW;

/**
 * An id leads to its slot by the remainder. A Map would do the same, but the rehashing of one that is added to and
 * deleted from all the time costs more than the rest of a request.
 */
export function openFlight<T>(): Flight<T> {
  const ids = new Array<number>(SLOTS).fill(0);
  const items = new Array<T | undefined>(SLOTS).fill(undefined);
  let size = 0;
  let last = 0;
  const slotOf = (id: number): number => (id > 0 && ids[id % SLOTS] === id ? id % SLOTS : -1);
  const inOrder = (): number[] => ids.filter((id) => id > 0).sort((a, b) => a - b);
  return {
    get size() {
      return size;
    },
    get last() {
      return last;
    },
    add(item) {
      if (size === WINDOW) throw new RangeError(`more than ${WINDOW} in flight`);
      do last++;
      while (ids[last % SLOTS] !== 0);
      ids[last % SLOTS] = last;
      items[last % SLOTS] = item;
      size++;
      return last;
    },
    get: (id) => items[slotOf(id)],
    remove(id) {
      const slot = slotOf(id);
      if (slot < 0) return;
      ids[slot] = 0;
      items[slot] = undefined;
      size--;
    },
    oldest: () => inOrder()[0],
    items: () => inOrder().map((id) => items[id % SLOTS] as T),
  };
}
