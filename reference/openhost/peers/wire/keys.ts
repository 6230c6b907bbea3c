import { createPrivateKey, createPublicKey, hkdfSync, randomBytes, sign, verify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { zbase32 } from '../../../bytes/zbase32.js';

/** An openhost identity, section 1. */
export interface Identity {
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
  /** z-base-32 of the public key: how relays and URLs name it. */
  readonly name: string;
  sign(message: Uint8Array): Uint8Array;
}

const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

export function createIdentity(seed: Uint8Array = randomBytes(32)): Identity {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const publicKey = new Uint8Array(spki.subarray(-32));
  return {
    seed,
    publicKey,
    name: zbase32.encode(publicKey),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

export function verifySignature(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const publicKey = createPublicKey({ key: Buffer.concat([spkiHead, key]), format: 'der', type: 'spki' });
    return signature.length === 64 && verify(null, message, publicKey, signature);
  } catch {
    return false;
  }
}

export const montgomeryPublic = (key: Uint8Array): Uint8Array => ed25519.utils.toMontgomery(key);
export const montgomerySecret = (seed: Uint8Array): Uint8Array => ed25519.utils.toMontgomerySecret(seed);

export const hkdf = (secret: Uint8Array, salt: string, info: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, salt, info, 32));
