import { settled } from '../settled.js';

/** What came of a body and was not taken yet. */
export interface BodyQueue extends AsyncIterable<Uint8Array> {
  push(part: Uint8Array): void;
  end(): void;
  fail(error: Error): void;
  readonly ended: Promise<void>;
}

export const MOST_HELD = 64 << 20;
/** Empty parts take room, too. */
const overhead = 64;

export function bodyQueue(flooded: () => void, mostHeld: number): BodyQueue {
  const held: Uint8Array[] = [];
  const ended = settled();
  let size = 0;
  let over = false;
  let failure: Error | undefined;
  let wake = settled();
  const stir = () => {
    wake.resolve();
    wake = settled();
  };
  const finish = (error?: Error) => {
    if (over) return;
    over = true;
    failure = error;
    ended.resolve();
    stir();
  };
  return {
    push(part) {
      if (over) return;
      held.push(part);
      size += part.length + overhead;
      if (size > mostHeld) flooded();
      stir();
    },
    end: () => finish(),
    fail: finish,
    ended: ended.promise,
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const part = held.shift();
        if (part !== undefined) {
          size -= part.length + overhead;
          yield part;
        } else if (over) {
          if (failure) throw failure;
          return;
        } else await wake.promise;
      }
    },
  };
}
