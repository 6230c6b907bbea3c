/** Ed25519 as the inner checks of openhost want it: strict, the key and R canonical and not of small order. */
import { ed25519 } from '@noble/curves/ed25519.js';

export const sign = (seed: Uint8Array, message: Uint8Array): Uint8Array => ed25519.sign(message, seed);

export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  try {
    if ([key, signature.subarray(0, 32)].some((bytes) => ed25519.Point.fromBytes(bytes).isSmallOrder()))
      return false;
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
