/**
 * X25519 by the ladder of RFC 7748 section 5, for runtimes without a synchronous X25519 of their own. Arithmetic on big
 * integers takes a time that depends on the scalar, so this is for vectors and tests, not for keys that must stay secret.
 */
import { etc } from '@noble/ed25519';
import { fromLittleEndian, toLittleEndian } from './little_endian.js';

/** 2^255 - 19. */
const p = 0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffedn;
const BITS_255 = 0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffn;
/** (486662 - 2) / 4. */
const a24 = 121_665n;

/** `decodeScalar25519`: a multiple of eight, with bit 254 as the highest. */
const decodedScalar = (scalar: Uint8Array): bigint =>
  ((fromLittleEndian(scalar) & BITS_255) | (1n << 254n)) & ~7n;

/** `decodeUCoordinate`: bit 255 is ignored, and a value of at least p counts modulo p. */
const decodedU = (point: Uint8Array): bigint => (fromLittleEndian(point) & BITS_255) % p;

/** `null` for a point of small order, whose product is zero. The scalar and the point have 32 bytes each. */
export function x25519Ladder(scalar: Uint8Array, point: Uint8Array): Uint8Array | null {
  const k = decodedScalar(scalar);
  const x1 = decodedU(point);
  let [x2, z2, x3, z3] = [1n, 0n, x1, 1n];
  let swapped = false;
  for (let t = 254n; t >= 0n; t--) {
    const isSet = ((k >> t) & 1n) === 1n;
    if (isSet !== swapped) [x2, z2, x3, z3] = [x3, z3, x2, z2];
    swapped = isSet;
    const a = x2 + z2;
    const b = x2 - z2;
    const da = (x3 - z3) * a;
    const cb = (x3 + z3) * b;
    const aa = (a * a) % p;
    const bb = (b * b) % p;
    const e = aa - bb;
    const [sum, difference] = [(da + cb) % p, (da - cb) % p];
    x3 = (sum * sum) % p;
    z3 = (x1 * ((difference * difference) % p)) % p;
    x2 = (aa * bb) % p;
    z2 = (e * (aa + a24 * e)) % p;
  }
  // The lowest bits of the scalar are zero: after the last step nothing is left to swap, and eight times a point of small
  // order is the point at infinity.
  if (z2 === 0n) return null;
  return toLittleEndian(etc.mod(x2 * etc.invert(z2, p), p));
}
