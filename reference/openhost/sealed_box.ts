/** libsodium's crypto_box_seal to an Ed25519 identity: X25519, XSalsa20-Poly1305, BLAKE2b for the nonce (OPENHOST-G08). */
import { DecodeError } from '../bytes/error.js';
import { concat } from '../bytes/writer.js';
import { blake2b, boxKey, secretbox } from '../crypto/sealing.js';
import {
  montgomeryPublicKey as convertPublic,
  montgomerySecretKey as convertSecret,
  x25519,
  x25519PublicKey,
} from '../crypto/x25519.js';

const KEY = 32;
const OVERHEAD = KEY + 16;
const NONCE = 24;

/** Of an identity; one that is no point, or of small or mixed order, has none. */
export function montgomeryPublicKey(key: Uint8Array): Uint8Array {
  if (key.length !== KEY) throw new DecodeError('sealed-box/key-length');
  return convertPublic(key) ?? refuse('sealed-box/no-point');
}

export function montgomerySecretKey(seed: Uint8Array): Uint8Array {
  if (seed.length !== KEY) throw new DecodeError('sealed-box/seed-length');
  return convertSecret(seed);
}

export function seal(recipient: Uint8Array, plaintext: Uint8Array, ephemeral: Uint8Array): Uint8Array {
  if (ephemeral.length !== KEY) throw new DecodeError('sealed-box/ephemeral-length');
  const to = montgomeryPublicKey(recipient);
  const own = x25519PublicKey(ephemeral);
  const key = boxKey(shared(ephemeral, to));
  return concat(own, secretbox.seal(key, nonceOf(own, to), plaintext));
}

export function open(seed: Uint8Array, sealed: Uint8Array): Uint8Array {
  const secret = montgomerySecretKey(seed);
  if (sealed.length < OVERHEAD) throw new DecodeError('sealed-box/too-short', sealed.length);
  const from = sealed.subarray(0, KEY);
  const key = boxKey(shared(secret, from));
  const nonce = nonceOf(from, x25519PublicKey(secret));
  return secretbox.open(key, nonce, sealed.subarray(KEY)) ?? refuse('sealed-box/forged', KEY);
}

const shared = (secret: Uint8Array, point: Uint8Array): Uint8Array =>
  x25519(secret, point) ?? refuse('sealed-box/small-order');

const nonceOf = (ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array =>
  blake2b(NONCE, concat(ephemeral, recipient));

function refuse(code: string, offset = 0): never {
  throw new DecodeError(code, offset);
}
