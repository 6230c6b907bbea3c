import type { Output } from './output.js';

/** Joins many small texts into few large buffers outside of the heap, where the garbage collector would move 100,000 of them. */
export interface Gathered {
  /** Adds an item, after a separator unless it is the first. */
  add(text: string): void;
  /** `[1,2,3,4]`. */
  addRow(first: number, second: number, third: number, fourth: number): void;
  readonly count: number;
  /** The bytes so far. */
  readonly size: number;
  end(): readonly Piece[];
}

/** A piece of a report, as text or already in UTF-8. */
export type Piece = string | Uint8Array;

export function gathered(separator = ''): Gathered {
  const parts: Piece[] = [];
  const between = Buffer.from(separator);
  let buffer: Buffer | undefined;
  let size = FIRST;
  let used = 0;
  let count = 0;
  let flushed = 0;
  const flush = (): void => {
    if (buffer && used > 0) parts.push(buffer.subarray(0, used));
    flushed += used;
    used = 0;
    buffer = undefined;
    size = Math.min(MOST, 4 * size);
  };
  const add = (text: string): void => {
    const whole = count++ === 0 || separator === '' ? text : separator + text;
    if (used + MOST_BYTES * whole.length > size) flush();
    if (MOST_BYTES * whole.length > size) {
      parts.push(whole);
      flushed += Buffer.byteLength(whole);
      return;
    }
    buffer ??= Buffer.allocUnsafe(size);
    used += buffer.write(whole, used);
  };
  return {
    add,
    addRow(first, second, third, fourth) {
      if (count === 0 || !(isShort(first) && isShort(second) && isShort(third) && isShort(fourth))) {
        add(`[${first},${second},${third},${fourth}]`);
        return;
      }
      count++;
      if (used + between.length + LONGEST_ROW > size) flush();
      buffer ??= Buffer.allocUnsafe(size);
      for (let at = 0; at < between.length; at++) buffer[used++] = between[at] ?? 0;
      buffer[used++] = OPEN;
      used = writeNumber(buffer, used, first);
      buffer[used++] = COMMA;
      used = writeNumber(buffer, used, second);
      buffer[used++] = COMMA;
      used = writeNumber(buffer, used, third);
      buffer[used++] = COMMA;
      used = writeNumber(buffer, used, fourth);
      buffer[used++] = CLOSE;
    },
    get count() {
      return count;
    },
    get size() {
      return flushed + used;
    },
    end() {
      flush();
      return parts;
    },
  };
}

/** The most items to sort. More keep the order in which they came, because sorting 100,000 takes as long as writing them. */
const MOST_SORTED = 1000;

/** Texts that are written in the order of their bytes. None of them stays in the heap. */
export function ordered(): { add(text: string): void; end(): readonly Piece[] } {
  const texts = gathered();
  const ends: number[] = [];
  let last = '';
  let isInOrder = true;
  return {
    add(text) {
      texts.add(text);
      if (ends.length > MOST_SORTED) return;
      ends.push(texts.size);
      isInOrder &&= last <= text;
      last = text;
    },
    end() {
      const pieces = texts.end();
      if (isInOrder || ends.length > MOST_SORTED) return pieces;
      const whole = Buffer.concat(
        pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)),
      );
      const all = ends.map((end, at) => whole.subarray(ends[at - 1] ?? 0, end));
      return [Buffer.concat(all.sort(Buffer.compare), whole.length)];
    },
  };
}

/** Writes UTF-8 unchanged, if the output accepts bytes. */
export function writePieces(output: Output, pieces: Iterable<Piece>): void {
  for (const piece of pieces) {
    if (typeof piece === 'string') output.write(piece);
    else if (output.writeBytes) output.writeBytes(piece);
    else output.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString());
  }
}

/** The first size of a buffer in bytes. A few small texts need no more. */
const FIRST = 2048;
const MOST = 512 * 1024;
/** The most bytes of a UTF-16 unit in UTF-8. */
const MOST_BYTES = 3;

const [OPEN, COMMA, CLOSE, ZERO] = [0x5b, 0x2c, 0x5d, 0x30];
const LONGEST_ROW = 64;

/** Whether a number fits into the bits with which V8 computes quickly. */
const isShort = (value: number): boolean => value === (value & 0x3fffffff);

/** Writes a number in decimal, which is much quicker here than to make a string. */
function writeNumber(bytes: Uint8Array, at: number, value: number): number {
  let end = at + 1;
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) end++;
  let rest = value;
  for (let place = end - 1; place >= at; place--) {
    const tens = (rest / 10) | 0;
    bytes[place] = ZERO + rest - 10 * tens;
    rest = tens;
  }
  return end;
}
