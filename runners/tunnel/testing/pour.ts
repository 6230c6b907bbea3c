import type { Writable } from 'node:stream';

const part = Buffer.alloc(1 << 20);

/** Writes as long as anybody takes it. */
export function pour(into: Writable): void {
  into.on('error', () => {});
  const more = () => {
    while (!into.destroyed && into.write(part));
  };
  into.on('drain', more);
  more();
}
