import { type Codec, DecodeError } from '../bytes/error.js';
import * as ed25519 from '../crypto/ed25519.js';

export const SECRET_KEY = 32;

/** The key file is the secret key itself (TUNNEL-F02): no text, no line end. */
export const keyFile: Codec<Uint8Array> = Object.freeze({
  encode: check,
  decode: check,
});

export const publicKeyOf = (secret: Uint8Array): Uint8Array => ed25519.publicKeyOf(check(secret));

function check(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== SECRET_KEY) {
    throw new DecodeError(
      'key-file/length',
      Math.min(bytes.length, SECRET_KEY),
      `${bytes.length} bytes, not 32`,
    );
  }
  return bytes;
}
