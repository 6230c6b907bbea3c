/** libsodium's crypto_box_seal to an Ed25519 identity: X25519, XSalsa20-Poly1305, BLAKE2b for the nonce (OPENHOST-G08). */
import { ed25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import nacl from 'tweetnacl';
import { DecodeError } from '../bytes/error.js';
import { concat } from '../bytes/writer.js';

const KEY = 32;
const OVERHEAD = KEY + 16;

export function montgomeryPublicKey(key: Uint8Array): Uint8Array {
  if (key.length !== KEY) throw new DecodeError('sealed-box/key-length');
  try {
    return ed25519.utils.toMontgomery(key);
  } catch {
    throw new DecodeError('sealed-box/no-point');
  }
}

export function montgomerySecretKey(seed: Uint8Array): Uint8Array {
  if (seed.length !== KEY) throw new DecodeError('sealed-box/seed-length');
  return ed25519.utils.toMontgomerySecret(seed);
}

export function seal(recipient: Uint8Array, plaintext: Uint8Array, ephemeral: Uint8Array): Uint8Array {
  const to = montgomeryPublicKey(recipient);
  const own = nacl.box.keyPair.fromSecretKey(ephemeral);
  return concat(own.publicKey, nacl.box(plaintext, nonceOf(own.publicKey, to), to, ephemeral));
}

export function open(seed: Uint8Array, sealed: Uint8Array): Uint8Array {
  const secret = montgomerySecretKey(seed);
  if (sealed.length < OVERHEAD) throw new DecodeError('sealed-box/too-short', sealed.length);
  const from = sealed.subarray(0, KEY);
  const to = nacl.box.keyPair.fromSecretKey(secret).publicKey;
  const plaintext = nacl.box.open(sealed.subarray(KEY), nonceOf(from, to), from, secret);
  if (plaintext === null) throw new DecodeError('sealed-box/forged', KEY);
  return plaintext;
}

const nonceOf = (ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array =>
  blake2b(concat(ephemeral, recipient), { dkLen: 24 });
