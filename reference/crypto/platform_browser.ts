/** The same primitives as `platform.ts` for runtimes without node:crypto. A test holds the two together. */
import { ed25519, x25519 as montgomery } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as hash256, sha512 as hash512 } from '@noble/hashes/sha2.js';
import { equalBytes } from '../bytes/equal.js';
import { concat } from '../bytes/writer.js';

export const sha256 = (bytes: Uint8Array): Uint8Array => hash256(bytes);

export const sha512 = (bytes: Uint8Array): Uint8Array => hash512(bytes);

export const hmacSha256 = (key: Uint8Array, bytes: Uint8Array): Uint8Array => hmac(hash256, key, bytes);

export const ed25519PublicKey = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

export const ed25519Sign = (seed: Uint8Array, message: Uint8Array): Uint8Array => ed25519.sign(message, seed);

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** The equation alone, without the cofactor (the libraries' own verify multiplies by it). */
export function ed25519Equation(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  // Inside the function: a bundle that only hashes must not carry the curve.
  const { Point } = ed25519;
  const { Fn } = Point;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= Fn.ORDER) return false;
  try {
    const a = Point.fromBytes(key, true);
    const k = Fn.create(littleEndian(hash512(concat(r, key, message))));
    const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
    return equalBytes(expected.toBytes(), r);
  } catch {
    return false;
  }
}

export function x25519(scalar: Uint8Array, point: Uint8Array): Uint8Array | null {
  try {
    return montgomery.getSharedSecret(scalar, point);
  } catch {
    return null;
  }
}
