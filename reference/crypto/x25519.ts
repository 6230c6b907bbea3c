/** X25519 (RFC 7748), and the way from an Ed25519 identity to it that libsodium takes. */
import { etc, Point } from '@noble/ed25519';
import { exactly, hasSmallOrder } from './ed25519.js';
import { toLittleEndian } from './little_endian.js';
import { x25519 as multiply, sha512 } from './platform.js';

const base = Uint8Array.of(9, ...new Uint8Array(31));

/** `null` for a point of small order. */
export const x25519 = (scalar: Uint8Array, point: Uint8Array): Uint8Array | null =>
  multiply(exactly(32, 'scalar', scalar), exactly(32, 'point', point));

/** The base point is of large order: there is a key for every scalar. */
export const x25519PublicKey = (scalar: Uint8Array): Uint8Array => x25519(scalar, base) as Uint8Array;

/**
 * `crypto_sign_ed25519_pk_to_curve25519`: the Montgomery u of an Ed25519 public key. As in libsodium there is none
 * for a point of small or mixed order, or for bytes that encode no point.
 */
export function montgomeryPublicKey(key: Uint8Array): Uint8Array | null {
  const point = hasSmallOrder(key) ? undefined : pointOf(key);
  if (!point?.isTorsionFree()) return null;
  // RFC 7748 section 4.1: u = (1 + y) / (1 - y).
  const { p } = Point.CURVE();
  const u = etc.mod((1n + point.y) * etc.invert(1n - point.y, p), p);
  return toLittleEndian(u);
}

function pointOf(key: Uint8Array): Point | undefined {
  try {
    return Point.fromBytes(key);
  } catch {
    return undefined;
  }
}

/** `crypto_sign_ed25519_sk_to_curve25519`: the clamped first half of SHA-512 of the seed. */
export function montgomerySecretKey(seed: Uint8Array): Uint8Array {
  const scalar = sha512(seed).slice(0, 32);
  scalar[0] = (scalar[0] as number) & 248;
  scalar[31] = ((scalar[31] as number) & 127) | 64;
  return scalar;
}
