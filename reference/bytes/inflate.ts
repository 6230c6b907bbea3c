/**
 * Inflates a stream (RFC 1951). It allocates and produces no more than `limit` bytes, whatever the input announces, and
 * rejects a stream at the place where it would exceed them. It is as strict as zlib: it rejects over-subscribed and
 * incomplete codes, distances that reach back before the beginning, and missing end-of-block codes.
 */
import { DecodeError } from './error.js';

const MAX_BITS = 15;
const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const distanceExtra = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** Section 3.2.7: the order of the lengths of the code length codes. */
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

export interface Inflated {
  readonly output: Uint8Array;
  /** The offset in the input where the stream ended. */
  readonly end: number;
}

export function inflate(input: Uint8Array, from: number, limit: number): Inflated {
  const bits = bitReader(input, from);
  const out = boundedOutput(limit, bits.at, Math.min(limit, 4 * input.length));
  for (let last = false; !last; ) {
    last = bits.take(1) === 1;
    const type = bits.take(2);
    if (type === 0) copyStored(bits, out);
    else if (type === 1) expand(bits, out, fixedLengths, fixedDistances);
    else if (type === 2) expand(bits, out, ...readCodes(bits));
    else throw new DecodeError('deflate/block-type', bits.at());
  }
  return { output: out.finish(), end: bits.align() };
}

interface BitReader {
  take(count: number): number;
  /** Skips the rest of the current byte, and returns the offset of the next one. */
  align(): number;
  bytes(count: number): Uint8Array;
  at(): number;
}

function bitReader(input: Uint8Array, from: number): BitReader {
  let at = from;
  let buffer = 0;
  let held = 0;
  const truncated = (): never => {
    throw new DecodeError('deflate/truncated', input.length);
  };
  return {
    take(count) {
      while (held < count) {
        buffer |= (input[at++] ?? truncated()) << held;
        held += 8;
      }
      const value = buffer & ((1 << count) - 1);
      buffer >>>= count;
      held -= count;
      return value;
    },
    align() {
      buffer = 0;
      held = 0;
      return at;
    },
    bytes(count) {
      if (input.length - at < count) truncated();
      at += count;
      return input.subarray(at - count, at);
    },
    at: () => at,
  };
}

interface Output {
  literal(byte: number): void;
  put(bytes: Uint8Array): void;
  repeat(distance: number, length: number): void;
  finish(): Uint8Array;
}

function boundedOutput(limit: number, at: () => number, expected: number): Output {
  let buffer = new Uint8Array(Math.min(limit, Math.max(256, expected)));
  let length = 0;
  function reserve(more: number): void {
    if (length + more > limit) throw new DecodeError('deflate/too-long', at(), `more than ${limit} bytes`);
    if (length + more <= buffer.length) return;
    const grown = new Uint8Array(Math.min(limit, Math.max(length + more, 2 * buffer.length)));
    grown.set(buffer.subarray(0, length));
    buffer = grown;
  }
  return {
    literal(byte) {
      reserve(1);
      buffer[length++] = byte;
    },
    put(bytes) {
      reserve(bytes.length);
      buffer.set(bytes, length);
      length += bytes.length;
    },
    repeat(distance, count) {
      if (distance > length) throw new DecodeError('deflate/distance', at());
      reserve(count);
      for (let i = 0; i < count; i++, length++) buffer[length] = buffer[length - distance] as number;
    },
    finish: () => buffer.slice(0, length),
  };
}

function copyStored(bits: BitReader, out: Output): void {
  bits.align();
  const length = bits.take(16);
  if (bits.take(16) !== (~length & 0xffff)) throw new DecodeError('deflate/stored-length', bits.at());
  out.put(bits.bytes(length));
}

/** A canonical Huffman code: the number of codes of each length, and the symbols in the order of their codes. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

/** `sparse` allows the only valid incomplete code: a single symbol of one bit. */
function code(lengths: readonly number[], sparse: boolean, at = 0): Code {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  let left = 1;
  for (let length = 1; length <= MAX_BITS; length++) left = 2 * left - (counts[length] as number);
  const used = lengths.length - (counts[0] as number);
  const single = sparse && used === (counts[1] as number) && used <= 1;
  if (overSubscribed(counts) || (left > 0 && !single)) throw new DecodeError('deflate/code-lengths', at);
  const next = new Uint16Array(MAX_BITS + 2);
  for (let length = 1; length <= MAX_BITS; length++) {
    next[length + 1] = (next[length] as number) + (counts[length] as number);
  }
  const symbols = new Uint16Array(used);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const place = next[length] as number;
    symbols[place] = symbol;
    next[length] = place + 1;
  });
  return { counts, symbols };
}

function overSubscribed(counts: Uint16Array): boolean {
  let left = 1;
  for (let length = 1; length <= MAX_BITS; length++) {
    left = 2 * left - (counts[length] as number);
    if (left < 0) return true;
  }
  return false;
}

const fixedLengths = code(
  Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
  false,
);
const fixedDistances = code(new Array<number>(32).fill(5), false);

function symbolOf(bits: BitReader, { counts, symbols }: Code): number {
  let offset = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= MAX_BITS; length++) {
    offset |= bits.take(1);
    const count = counts[length] as number;
    if (offset - first < count) return symbols[index + offset - first] as number;
    index += count;
    first = (first + count) << 1;
    offset <<= 1;
  }
  throw new DecodeError('deflate/symbol', bits.at());
}

function readCodes(bits: BitReader): [lengths: Code, distances: Code] {
  const lengthCount = bits.take(5) + 257;
  const distanceCount = bits.take(5) + 1;
  if (lengthCount > 286 || distanceCount > 30) throw new DecodeError('deflate/code-count', bits.at());
  const codeLengths = new Array<number>(19).fill(0);
  const stated = bits.take(4) + 4;
  for (const symbol of codeLengthOrder.slice(0, stated)) codeLengths[symbol] = bits.take(3);
  const lengths = readLengths(bits, code(codeLengths, false, bits.at()), lengthCount + distanceCount);
  if (lengths[256] === 0) throw new DecodeError('deflate/no-end-of-block', bits.at());
  return [
    code(lengths.slice(0, lengthCount), true, bits.at()),
    code(lengths.slice(lengthCount), true, bits.at()),
  ];
}

function readLengths(bits: BitReader, lengthCode: Code, wanted: number): number[] {
  const lengths: number[] = [];
  while (lengths.length < wanted) {
    const symbol = symbolOf(bits, lengthCode);
    if (symbol < 16) {
      lengths.push(symbol);
      continue;
    }
    const repeated = symbol === 16 ? lengths.at(-1) : 0;
    const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    if (repeated === undefined || lengths.length + times > wanted) {
      throw new DecodeError('deflate/code-lengths', bits.at());
    }
    for (let i = 0; i < times; i++) lengths.push(repeated);
  }
  return lengths;
}

function expand(bits: BitReader, out: Output, lengths: Code, distances: Code): void {
  for (;;) {
    const symbol = symbolOf(bits, lengths);
    if (symbol < 256) {
      out.literal(symbol);
      continue;
    }
    if (symbol === 256) return;
    const length = extended(bits, symbol - 257, lengthBase, lengthExtra);
    out.repeat(extended(bits, symbolOf(bits, distances), distanceBase, distanceExtra), length);
  }
}

function extended(
  bits: BitReader,
  symbol: number,
  bases: readonly number[],
  extras: readonly number[],
): number {
  const base = bases[symbol];
  if (base === undefined) throw new DecodeError('deflate/symbol', bits.at());
  return base + bits.take(extras[symbol] ?? 0);
}
