import { Point } from '@noble/ed25519';
import { base32 } from '../bytes/base32.js';
import { type Codec, DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';

const HEX = 64;
const BASE32 = 52;

/**
 * A public key as people pass it on (TUNNEL-F03): 64 hex digits, or 52 characters of base32. Case does not
 * matter. It is written in hex.
 */
export const publicKey: Codec<Uint8Array, string> = Object.freeze({
  encode: hex.encode,
  decode(text: string): Uint8Array {
    if (text.length !== HEX && text.length !== BASE32) {
      throw new DecodeError(
        'public-key/length',
        text.length,
        `expected ${HEX} hex digits or ${BASE32} characters of base32, received ${text.length} characters`,
      );
    }
    const key = (text.length === HEX ? hex : base32).decode(text.toLowerCase());
    if (!isPoint(key))
      throw new DecodeError('public-key/no-point', 0, 'expected a point on the Ed25519 curve');
    return key;
  },
});

function isPoint(key: Uint8Array): boolean {
  try {
    Point.fromBytes(key);
    return true;
  } catch {
    return false;
  }
}
