import { settled } from '../../../settled.js';

/**
 * The parts of a body that have come and that its reader has not taken. One reader reads it once. When the reader
 * leaves, the rest is dropped.
 */
export interface BodyQueue extends AsyncIterable<Uint8Array> {
  push(part: Uint8Array): void;
  end(): void;
  fail(error: Error): void;
  readonly ended: Promise<void>;
}

export interface Pressure {
  /** Called with true when the reader falls behind, and with false when it has caught up. */
  full(full: boolean): void;
  /** Called when a reader that has fallen behind takes nothing for `idleMs`. */
  idle(): void;
  readonly idleMs: number;
}

const most = 4 << 20;
const least = 1 << 20;
/** Bytes that each part counts for beside its own: empty parts take memory too. */
const overhead = 64;

export function bodyQueue(pressure: Pressure): BodyQueue {
  let held: Uint8Array[] = [];
  const ended = settled();
  let size = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  let abandoned = false;
  let failure: Error | undefined;
  let wake = settled();
  const stir = () => {
    wake.resolve();
    wake = settled();
  };
  const changeBy = (bytes: number) => {
    size += bytes;
    const full = idle !== undefined;
    const now = size > (full ? least : most);
    if (now && full && bytes < 0 && !failure) {
      // The timers of a browser have no `refresh`.
      clearTimeout(idle);
      idle = setTimeout(pressure.idle, pressure.idleMs);
    }
    if (now === full) return;
    clearTimeout(idle);
    idle = now ? setTimeout(pressure.idle, pressure.idleMs) : undefined;
    pressure.full(now);
  };
  const finish = (error?: Error) => {
    if (over) return;
    over = true;
    failure = error;
    if (error) clearTimeout(idle);
    ended.resolve();
    stir();
  };
  const reader: AsyncIterator<Uint8Array, undefined> = {
    async next() {
      for (;;) {
        const part = held.shift();
        if (part !== undefined) {
          changeBy(-part.length - overhead);
          return { done: false, value: part };
        }
        if (over || abandoned) {
          if (failure) throw failure;
          return { done: true, value: undefined };
        }
        await wake.promise;
      }
    },
    async return() {
      abandoned = true;
      held = [];
      changeBy(-size);
      stir();
      return { done: true, value: undefined };
    },
  };
  return {
    push(part) {
      if (over || abandoned) return;
      held.push(part);
      changeBy(part.length + overhead);
      stir();
    },
    end: () => finish(),
    fail: finish,
    ended: ended.promise,
    [Symbol.asyncIterator]: () => reader,
  };
}
