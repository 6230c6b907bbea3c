/**
 * Ed25519 (RFC 8032) with the verification that openhost's inner checks want: strict. Libraries disagree at the edges
 * (non-canonical encodings, small order, mixed order, the cofactor), so the edges are decided here and the library is
 * asked for the bare equation only.
 */
import { Point } from '@noble/ed25519';
import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { ed25519Equation, ed25519PublicKey, ed25519Sign } from './platform.js';
import { ed25519Equation as bareEquation } from './platform_browser.js';

/** 2^255 - 19 and the order of the base point, little-endian. */
const p = /* @__PURE__ */ hex.decode('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');
const order = /* @__PURE__ */ hex.decode('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');

/** The y of the eight points whose order divides the cofactor. */
const smallOrder = /* @__PURE__ */ [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((y) => hex.decode(y));

function below(bytes: Uint8Array, limit: Uint8Array, topMask: number): boolean {
  for (let i = 31; i >= 0; i--) {
    const byte = (bytes[i] as number) & (i === 31 ? topMask : 0xff);
    if (byte !== limit[i]) return byte < (limit[i] as number);
  }
  return false;
}

const sameY = (point: Uint8Array, y: Uint8Array): boolean => {
  for (let i = 0; i < 31; i++) if (point[i] !== y[i]) return false;
  return ((point[31] as number) & 0x7f) === y[31];
};

export const hasCanonicalY = (point: Uint8Array): boolean => below(point, p, 0x7f);
export const hasSmallOrder = (point: Uint8Array): boolean => smallOrder.some((y) => sameY(point, y));

/** The public key of a 32-byte seed. */
export const publicKeyOf = (seed: Uint8Array): Uint8Array => ed25519PublicKey(exactly(32, 'seed', seed));

export const sign = (seed: Uint8Array, message: Uint8Array): Uint8Array =>
  ed25519Sign(exactly(32, 'seed', seed), message);

/**
 * Strict verification: A and R canonical and not of small order, S below the group order, and the equation without the
 * cofactor. Never throws.
 */
export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  const r = signature.subarray(0, 32);
  if (!below(signature.subarray(32), order, 0xff)) return false;
  if (!hasCanonicalY(key) || !hasCanonicalY(r) || hasSmallOrder(key) || hasSmallOrder(r)) return false;
  return ed25519Equation(key, message, signature);
}

/**
 * Plain verification, as the BEP44 layer of every known peer does it: S below the group order and the cofactorless
 * equation, nothing about the order of A or R.
 */
export function verifyPlain(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  // Node 24 rejects points of small order although the equation holds. It is worked out here, the same on every Node.
  const equation = atEdge(key) || atEdge(signature.subarray(0, 32)) ? bareEquation : ed25519Equation;
  return equation(key, message, signature);
}

/** A point of small order, or a `y` of at least the prime, which may hide one. */
const atEdge = (point: Uint8Array): boolean => hasSmallOrder(point) || !hasCanonicalY(point);

/** Whether 32 bytes decode to a point of the curve; y may be written above the prime, as known peers take it. */
export function isPoint(bytes: Uint8Array): boolean {
  try {
    Point.fromBytes(bytes, true);
    return true;
  } catch {
    return false;
  }
}

export function exactly(length: number, what: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== length)
    throw new DecodeError(`given/${what}`, 0, `expected ${length} bytes, received ${bytes.length}`);
  return bytes;
}
