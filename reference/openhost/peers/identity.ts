/** Section 1: who a peer is, with the key that proves it. */
import { randomBytes } from 'node:crypto';
import { sign } from '../../crypto/ed25519.js';
import { keyText, publicKeyOf } from '../identity.js';
import type { Signer } from '../packet.js';

export interface Identity extends Signer {
  readonly seed: Uint8Array;
  /** z-base-32 of the public key: how relays and URLs name it. */
  readonly name: string;
}

export function createIdentity(seed: Uint8Array = randomBytes(32)): Identity {
  const publicKey = publicKeyOf(seed);
  return { seed, publicKey, name: keyText.encode(publicKey), sign: (message) => sign(seed, message) };
}
