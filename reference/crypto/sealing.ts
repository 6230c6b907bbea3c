/**
 * What a sealed box needs besides X25519, by libraries that are fast. The "browser" field of package.json puts
 * `sealing_browser.ts` in its place, which is small.
 */
import { blake2b as nobleBlake2b } from '@noble/hashes/blake2.js';
import nacl from 'tweetnacl';

interface LowLevel {
  crypto_core_hsalsa20(out: Uint8Array, input: Uint8Array, key: Uint8Array, constant: Uint8Array): number;
}
const { crypto_core_hsalsa20 } = (nacl as unknown as { readonly lowlevel: LowLevel }).lowlevel;
const sigma = new TextEncoder().encode('expand 32-byte k');

/** RFC 7693, unkeyed, with a digest of 1 to 64 bytes. */
export const blake2b = (length: number, bytes: Uint8Array): Uint8Array =>
  nobleBlake2b(bytes, { dkLen: length });

/** The key that `crypto_box` makes of a shared X25519 secret. */
export function boxKey(shared: Uint8Array): Uint8Array {
  const key = new Uint8Array(32);
  crypto_core_hsalsa20(key, new Uint8Array(16), shared, sigma);
  return key;
}

/** XSalsa20-Poly1305 as NaCl has it: the tag of 16 bytes stands in front. */
export const secretbox = {
  seal: (key: Uint8Array, nonce: Uint8Array, message: Uint8Array): Uint8Array =>
    nacl.secretbox(message, nonce, key),
  /** `null` when the tag does not fit. */
  open: (key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | null =>
    nacl.secretbox.open(box, nonce, key),
};
