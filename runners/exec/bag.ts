/** An unordered list whose items know their place, so that removing one is cheap. See Flight for why it is no Set. */
export interface Bag<T> {
  add(item: T): void;
  remove(item: T): void;
  items(): T[];
}

export function openBag<T extends { place: number }>(): Bag<T> {
  const held: T[] = [];
  return {
    add(item) {
      item.place = held.length;
      held.push(item);
    },
    remove(item) {
      const last = held.at(-1);
      if (!last || held[item.place] !== item) return;
      last.place = item.place;
      held[item.place] = last;
      held.pop();
      item.place = -1;
    },
    items: () => [...held],
  };
}
