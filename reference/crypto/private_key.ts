/** A raw private key as OpenSSL wants it. */
import { createPrivateKey, type KeyObject } from 'node:crypto';

const base64url = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');

export type Curve = 'Ed25519' | 'X25519';

const keyFromJwk = (crv: Curve, key: Uint8Array): KeyObject =>
  createPrivateKey({ key: { kty: 'OKP', crv, d: base64url(key), x: '' }, format: 'jwk' });

/** RFC 8410 section 7: what stands before the 32 bytes of the key. */
const PKCS8 = {
  Ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
  X25519: Buffer.from('302e020100300506032b656e04220420', 'hex'),
};

export const keyFromDer = (crv: Curve, key: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8[crv], key]), format: 'der', type: 'pkcs8' });

// Node 20 reads a private key from a JWK ten times as fast as from DER, and like Node 22 it does not look at `x`. Node 24
// rejects a JWK whose `x` is not the public key, and reads DER as fast as a JWK.
const ignoresX = ((): boolean => {
  try {
    keyFromJwk('Ed25519', new Uint8Array(32));
    return true;
  } catch {
    return false;
  }
})();
export const privateKey = ignoresX ? keyFromJwk : keyFromDer;
