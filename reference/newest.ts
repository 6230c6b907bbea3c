import { settled } from './settled.js';

/** Hands values to one listener. A slow listener gets only the newest one, so nothing piles up. */
export function newest<T>() {
  let news = settled();
  let held: { readonly value: T } | undefined;
  let over = false;
  return {
    tell(value: T): void {
      held = { value };
      news.resolve();
    },
    end(): void {
      over = true;
      news.resolve();
    },
    async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
      for (;;) {
        await news.promise;
        const next = held;
        held = undefined;
        if (!over) news = settled();
        if (next) yield next.value;
        else if (over) return;
      }
    },
  };
}
