/** RFC 1950. */
import { DecodeError } from './error.js';
import { inflate } from './inflate.js';
import { concat, Writer } from './writer.js';

export interface UnzipOptions {
  /** The most bytes of the body. */
  readonly limit: number;
  /** Accepts a missing or truncated checksum, and bytes after the stream, but never a wrong checksum. */
  readonly lax?: boolean;
}

const HEADER = 2;
const CHECKSUM = 4;

export function unzip(input: Uint8Array, { limit, lax = false }: UnzipOptions): Uint8Array {
  checkHeader(input);
  const { output, end } = inflate(input, HEADER, limit);
  const checksum = input.subarray(end, end + CHECKSUM);
  if (checksum.length < CHECKSUM) {
    if (lax) return output;
    throw new DecodeError('zlib/no-checksum', input.length);
  }
  const stated = new DataView(checksum.buffer, checksum.byteOffset, CHECKSUM).getUint32(0);
  if (stated !== adler32(output)) throw new DecodeError('zlib/checksum', end);
  if (!lax && input.length > end + CHECKSUM) throw new DecodeError('zlib/trailing-bytes', end + CHECKSUM);
  return output;
}

function checkHeader(input: Uint8Array): void {
  const [cmf, flg] = input;
  if (cmf === undefined || flg === undefined) throw new DecodeError('zlib/truncated', input.length);
  if ((cmf & 15) !== 8 || cmf >> 4 > 7) throw new DecodeError('zlib/method', 0);
  if ((cmf * 256 + flg) % 31 !== 0) throw new DecodeError('zlib/header-check', 1);
  if ((flg & 0x20) !== 0) throw new DecodeError('zlib/dictionary', 1);
}

/** After this many bytes of 255, `b` could exceed 32 bits: zlib's NMAX. */
const SUMMED = 5552;

export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let from = 0; from < bytes.length; from += SUMMED) {
    const end = Math.min(from + SUMMED, bytes.length);
    for (let i = from; i < end; i++) {
      a += bytes[i] as number;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}

const MOST_STORED = 0xffff;

/**
 * Writes a stream of stored blocks, without compression. Unlike the output of zlib, it is the same on every machine.
 * Its bodies are mostly key material, which does not compress.
 */
export function store(bytes: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += MOST_STORED) {
    const block = bytes.subarray(at, at + MOST_STORED);
    const last = at + MOST_STORED >= bytes.length;
    const { length } = block;
    blocks.push(
      Uint8Array.of(last ? 1 : 0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255),
      block,
    );
  }
  const checksum = new Writer().u32be(adler32(bytes)).finish();
  return concat(Uint8Array.of(0x78, 0x01), ...blocks, checksum);
}
