/** RFC 1950 and 1951 by hand, so that the vectors are the same on every machine and do not depend on our codec. */
import { u32 } from '../hex_bytes.js';

/** Bits from the lowest up, as deflate packs them. */
function bits(): {
  put(value: number, count: number): void;
  code(value: number, count: number): void;
  hex(): string;
} {
  const bytes: number[] = [];
  let held = 0;
  let buffer = 0;
  const bit = (value: number): void => {
    buffer |= value << held;
    if (++held === 8) {
      bytes.push(buffer);
      buffer = 0;
      held = 0;
    }
  };
  return {
    put(value, count) {
      for (let i = 0; i < count; i++) bit((value >> i) & 1);
    },
    /** Huffman codes are packed from their highest bit down. */
    code(value, count) {
      for (let i = count - 1; i >= 0; i--) bit((value >> i) & 1);
    },
    hex: () => Buffer.from(held > 0 ? [...bytes, buffer] : bytes).toString('hex'),
  };
}

/** A run of at least 300 equal bytes below 144 in one block of fixed codes: a literal, and matches of distance 1. */
export function run(byte: number, length: number): string {
  const out = bits();
  out.put(1, 1);
  out.put(1, 2);
  out.code(0x30 + byte, 8);
  let left = length - 1;
  while (left > 0) {
    // Length 258 has its own code, 285. The rest is written as matches of three (257) and single literals.
    if (left >= 258) {
      out.code(0b1100_0101, 8);
      out.put(0, 5);
      left -= 258;
    } else if (left >= 3) {
      out.code(0b000_0001, 7);
      out.put(0, 5);
      left -= 3;
    } else {
      out.code(0x30 + byte, 8);
      left--;
    }
  }
  out.code(0, 7);
  return out.hex();
}

/** A block of fixed codes: "A", then a match of three bytes from two bytes back, before the beginning. Lenient decoders read zeros there. */
export function reachBack(): { deflated: string; zeroed: string } {
  const out = bits();
  out.put(1, 1);
  out.put(1, 2);
  out.code(0x30 + 0x41, 8);
  out.code(0b000_0001, 7);
  out.code(1, 5);
  out.code(0, 7);
  return { deflated: out.hex(), zeroed: '41004100' };
}

export function adler(hex: string): string {
  let a = 1;
  let b = 0;
  for (const byte of Buffer.from(hex, 'hex')) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return u32(((b << 16) | a) >>> 0);
}

/** One stored block. */
export function stored(hex: string, last = true): string {
  const block = Buffer.alloc(5);
  block.writeUInt8(last ? 1 : 0, 0);
  block.writeUInt16LE(hex.length / 2, 1);
  block.writeUInt16LE(~(hex.length / 2) & 0xffff, 3);
  return block.toString('hex') + hex;
}

export const zlib = (deflated: string, plain: string, header = '789c'): string =>
  header + deflated + adler(plain);
/** A body after the tag for a compressed body. */
export const wrapped = (body: string, header?: string): string => `02${zlib(stored(body), body, header)}`;
