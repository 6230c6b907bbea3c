/** The same primitives as `platform.ts` for runtimes without node:crypto. A test holds the two together. */
import { etc, Point } from '@noble/ed25519';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as hash256, sha512 as hash512 } from '@noble/hashes/sha2.js';
import { equalBytes } from '../bytes/equal.js';
import { concat } from '../bytes/writer.js';
import { fromLittleEndian, toLittleEndian } from './little_endian.js';

export const sha256 = (bytes: Uint8Array): Uint8Array => hash256(bytes);

export const sha512 = (bytes: Uint8Array): Uint8Array => hash512(bytes);

export const hmacSha256 = (key: Uint8Array, bytes: Uint8Array): Uint8Array => hmac(hash256, key, bytes);

/** SHA-512 as a number below the order of the base point (RFC 8032 section 5.1.6). */
const scalarOf = (bytes: Uint8Array): bigint => etc.mod(fromLittleEndian(hash512(bytes)), Point.CURVE().n);

/** RFC 8032 section 5.1.5: the secret scalar, and the prefix that makes the nonce of a signature. */
function expanded(seed: Uint8Array): { readonly scalar: bigint; readonly prefix: Uint8Array } {
  const hash = hash512(seed);
  const half = hash.slice(0, 32);
  half[0] = (half[0] as number) & 248;
  half[31] = ((half[31] as number) & 127) | 64;
  return { scalar: etc.mod(fromLittleEndian(half), Point.CURVE().n), prefix: hash.subarray(32) };
}

export const ed25519PublicKey = (seed: Uint8Array): Uint8Array =>
  Point.BASE.multiply(expanded(seed).scalar).toBytes();

/** RFC 8032 section 5.1.6. */
export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const { scalar, prefix } = expanded(seed);
  const nonce = scalarOf(concat(prefix, message));
  const r = Point.BASE.multiply(nonce).toBytes();
  const k = scalarOf(concat(r, ed25519PublicKey(seed), message));
  const s = etc.mod(nonce + k * scalar, Point.CURVE().n);
  return concat(r, toLittleEndian(s));
}

/** Only the equation, without the cofactor (the libraries' own verify multiplies by it). */
export function ed25519Equation(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const { n } = Point.CURVE();
  const r = signature.subarray(0, 32);
  const s = fromLittleEndian(signature.subarray(32));
  if (s >= n) return false;
  try {
    const a = Point.fromBytes(key, true);
    const k = scalarOf(concat(r, key, message));
    const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
    return equalBytes(expected.toBytes(), r);
  } catch {
    return false;
  }
}

export { x25519Ladder as x25519 } from './x25519_ladder.js';
