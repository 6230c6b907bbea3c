/**
 * The primitives that the runtime has in native code. This is the one file of reference/ that needs Node for them; the
 * "browser" field of package.json puts `platform_browser.ts` in its place.
 */
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
const base64url = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');

const publicKey = (crv: string, key: Uint8Array) =>
  createPublicKey({ key: { kty: 'OKP', crv, x: base64url(key) }, format: 'jwk' });

type Curve = 'Ed25519' | 'X25519';

const keyFromJwk = (crv: Curve, key: Uint8Array): KeyObject =>
  createPrivateKey({ key: { kty: 'OKP', crv, d: base64url(key), x: '' }, format: 'jwk' });

/** RFC 8410 section 7: what stands before the 32 bytes of the key. */
const PKCS8 = {
  Ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
  X25519: Buffer.from('302e020100300506032b656e04220420', 'hex'),
};

const keyFromDer = (crv: Curve, key: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8[crv], key]), format: 'der', type: 'pkcs8' });

// Node 20 reads a private key from a JWK ten times as fast as from DER, and like Node 22 it does not look at `x`. Node 24
// refuses a JWK whose `x` is not the public key, and reads DER as fast as a JWK.
const ignoresX = ((): boolean => {
  try {
    keyFromJwk('Ed25519', new Uint8Array(32));
    return true;
  } catch {
    return false;
  }
})();
const privateKey = ignoresX ? keyFromJwk : keyFromDer;

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

/** The equation alone, without the cofactor: the encoding of [S]B - [k]A must be R, byte for byte. */
export const ed25519Equation = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, message, publicKey('Ed25519', key), signature);

/** RFC 7748 section 5; `null` for a point of small order, whose shared secret would be zero. */
export function x25519(scalar: Uint8Array, point: Uint8Array): Uint8Array | null {
  // Outside the `try`: a key that the runtime does not import is our fault, no property of the point.
  const keys = { privateKey: privateKey('X25519', scalar), publicKey: publicKey('X25519', point) };
  try {
    return plain(diffieHellman(keys));
  } catch {
    return null;
  }
}
