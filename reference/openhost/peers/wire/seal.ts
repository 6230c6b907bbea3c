/** Sections 2 and 3.3: libsodium's crypto_box_seal, the labels of offers and answers, and auth_bytes of section 3. */
import { createHash, createHmac } from 'node:crypto';
import { blake2b } from '@noble/hashes/blake2.js';
import nacl from 'tweetnacl';
import { DecodeError } from '../../../bytes/error.js';
import { utf8 } from '../../../bytes/text.js';
import { concat } from '../../../bytes/writer.js';
import { zbase32 } from '../../../bytes/zbase32.js';
import { hkdf, type Identity, montgomeryPublic, montgomerySecret } from './keys.js';

export function seal(recipient: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const to = montgomeryPublic(recipient);
  const ephemeral = nacl.box.keyPair();
  const box = nacl.box(plaintext, nonce(ephemeral.publicKey, to), to, ephemeral.secretKey);
  return concat(ephemeral.publicKey, box);
}

export function unseal({ seed, publicKey }: Identity, sealed: Uint8Array): Uint8Array {
  const ephemeral = sealed.subarray(0, 32);
  if (sealed.length < 48) throw new DecodeError('sealed-box/length');
  const to = montgomeryPublic(publicKey);
  const opened = nacl.box.open(sealed.subarray(32), nonce(ephemeral, to), ephemeral, montgomerySecret(seed));
  if (opened === null) throw new DecodeError('sealed-box/authentication');
  return opened;
}

const nonce = (ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array =>
  blake2b(concat(ephemeral, recipient), { dkLen: 24 });

export function offerLabel(daemon: Uint8Array): string {
  const hash = createHash('sha256').update('openhost-offer-host-v1').update(daemon).digest();
  return `_offer-${zbase32.encode(hash.subarray(0, 16))}`;
}

/** Without the index: `_answer-<client-hash-label>-`. */
export function answerPrefix(salt: Uint8Array, client: Uint8Array): string {
  const hash = createHmac('sha256', salt).update(client).digest();
  return `_answer-${zbase32.encode(hash.subarray(0, 16))}-`;
}

export const allowSalt = (seed: Uint8Array): Uint8Array =>
  hkdf(seed, 'openhost-allow-salt-v1', new Uint8Array(0));

export interface Binding {
  /** Of the exporter, or the fingerprint of the certificate of the host. */
  readonly secret: Uint8Array;
  readonly host: Uint8Array;
  readonly client: Uint8Array;
  readonly nonce: Uint8Array;
}

export const EXPORTER_LABEL = 'EXPORTER-openhost-auth-v1';

export const authBytes = ({ secret, host, client, nonce: fresh }: Binding): Uint8Array =>
  hkdf(secret, 'openhost-auth-v1', concat(utf8('openhost-auth-v1'), host, client, fresh));

export const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());
