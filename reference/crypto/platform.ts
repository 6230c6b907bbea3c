/**
 * The primitives that the runtime has in native code. In reference/, only this file needs Node for them, with
 * `private_key.ts`; the "browser" field of package.json puts `platform_browser.ts` in its place.
 */
import { createHash, createHmac, createPublicKey, diffieHellman, sign, verify } from 'node:crypto';
import { privateKey } from './private_key.js';

const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
const base64url = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');

const publicKey = (crv: string, key: Uint8Array) =>
  createPublicKey({ key: { kty: 'OKP', crv, x: base64url(key) }, format: 'jwk' });

export const sha256 = (bytes: Uint8Array): Uint8Array => plain(createHash('sha256').update(bytes).digest());

export const sha512 = (bytes: Uint8Array): Uint8Array => plain(createHash('sha512').update(bytes).digest());

export const hmacSha256 = (key: Uint8Array, bytes: Uint8Array): Uint8Array =>
  plain(createHmac('sha256', key).update(bytes).digest());

export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  const { x } = createPublicKey(privateKey('Ed25519', seed)).export({ format: 'jwk' });
  return plain(Buffer.from(x ?? '', 'base64url'));
}

export const ed25519Sign = (seed: Uint8Array, message: Uint8Array): Uint8Array =>
  plain(sign(null, message, privateKey('Ed25519', seed)));

/** Only the equation, without the cofactor: the encoding of [S]B - [k]A must be R, byte for byte. */
export const ed25519Equation = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, message, publicKey('Ed25519', key), signature);

/** RFC 7748 section 5; `null` for a point of small order, whose shared secret would be zero. */
export function x25519(scalar: Uint8Array, point: Uint8Array): Uint8Array | null {
  // Outside the `try`, because a key that the runtime cannot import is our fault, and not a property of the point.
  const keys = { privateKey: privateKey('X25519', scalar), publicKey: publicKey('X25519', point) };
  try {
    return plain(diffieHellman(keys));
  } catch {
    return null;
  }
}
