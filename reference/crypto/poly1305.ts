/** Poly1305 as RFC 8439 section 2.5 writes it, with big integers. */
import { fromLittleEndian, toLittleEndian } from './little_endian.js';

/** 2^130 - 5. */
const p = 0x3fffffffffffffffffffffffffffffffbn;

/** Bits that the multiplier must not have: section 2.5, `clamp`. */
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;

/** The tag of a message under a key of 32 bytes that is used once. */
export function poly1305(key: Uint8Array, message: Uint8Array): Uint8Array {
  const r = fromLittleEndian(key.subarray(0, 16)) & CLAMP;
  const s = fromLittleEndian(key.subarray(16));
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  let sum = 0n;
  let at = 0;
  for (; at + 16 <= message.length; at += 16) {
    const block = view.getBigUint64(at, true) | (view.getBigUint64(at + 8, true) << 64n) | (1n << 128n);
    sum = ((sum + block) * r) % p;
  }
  // The last block is shorter, and the bit above it stands lower.
  if (at < message.length) {
    const rest = message.subarray(at);
    sum = ((sum + (fromLittleEndian(rest) | (1n << BigInt(8 * rest.length)))) * r) % p;
  }
  return toLittleEndian(sum + s).subarray(0, 16);
}
