import { concat } from '../bytes/writer.js';
import { hmacSha256 } from './platform.js';

export { hmacSha256, sha256 } from './platform.js';

/** RFC 5869 with SHA-256. */
export function hkdfSha256(options: {
  readonly salt: Uint8Array;
  readonly ikm: Uint8Array;
  readonly info: Uint8Array;
  readonly length: number;
}): Uint8Array {
  const { salt, ikm, info, length } = options;
  if (!Number.isInteger(length) || length < 0 || length > 255 * 32) {
    throw new RangeError(`HKDF-SHA256 cannot give ${length} bytes`);
  }
  const key = hmacSha256(salt.length > 0 ? salt : new Uint8Array(32), ikm);
  const output = new Uint8Array(length);
  let block = new Uint8Array(0);
  for (let filled = 0, counter = 1; filled < length; filled += 32, counter++) {
    block = new Uint8Array(hmacSha256(key, concat(block, info, Uint8Array.of(counter))));
    output.set(block.subarray(0, length - filled), filled);
  }
  return output;
}
