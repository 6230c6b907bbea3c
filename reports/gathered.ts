/** Many small texts as few large ones, which wait outside of the heap: 100,000 of them would be moved about in it. */
export interface Gathered {
  /** With the separator before all but the first. */
  add(text: string): void;
  readonly count: number;
  end(): readonly string[];
}

export function gathered(separator = ''): Gathered {
  const parts: string[] = [];
  let buffer: Buffer | undefined;
  let size = FIRST;
  let used = 0;
  let count = 0;
  const flush = (): void => {
    if (buffer && used > 0) parts.push(buffer.toString('utf8', 0, used));
    used = 0;
    buffer = undefined;
    size = Math.min(MOST, 4 * size);
  };
  return {
    add(text) {
      const whole = count++ === 0 || separator === '' ? text : separator + text;
      if (used + MOST_BYTES * whole.length > size) flush();
      if (MOST_BYTES * whole.length > size) {
        parts.push(whole);
        return;
      }
      buffer ??= Buffer.allocUnsafe(size);
      used += buffer.write(whole, used);
    },
    get count() {
      return count;
    },
    end() {
      flush();
      return parts;
    },
  };
}

/** Bytes: a few small ones stay small. */
const FIRST = 2048;
const MOST = 512 * 1024;
/** Of a UTF-16 unit in UTF-8. */
const MOST_BYTES = 3;
