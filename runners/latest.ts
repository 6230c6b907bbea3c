/** What was learnt last about a target, for cases that need it in the meantime. */
export interface Latest<T> {
  value(): T;
  replace(value: T): void;
}

export function latest<T>(first: T): Latest<T> {
  let value = first;
  return {
    value: () => value,
    replace(next) {
      value = next;
    },
  };
}
