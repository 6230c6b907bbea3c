/** Sections 2 and 3.3: names and secrets that both sides derive separately. */
import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { utf8 } from '../bytes/text.js';
import { concat } from '../bytes/writer.js';
import { zbase32 } from '../bytes/zbase32.js';
import { hkdfSha256, hmacSha256, sha256 } from '../crypto/hash.js';

const HASH = 16;
const MAX_INDEX = 254;

export const offerName = (daemonPk: Uint8Array): string =>
  `_offer-${zbase32.encode(sha256(concat(utf8('openhost-offer-host-v1'), key(daemonPk))).subarray(0, HASH))}`;

/** The first sixteen bytes of the HMAC (OPENHOST-S06). The salt is the HMAC key, and may have any length. */
export const allowlistHash = (salt: Uint8Array, clientPk: Uint8Array): Uint8Array =>
  hmacSha256(salt, key(clientPk)).slice(0, HASH);

/** The common prefix of the names of all fragments of one answer. */
export const answerPrefix = (salt: Uint8Array, clientPk: Uint8Array): string =>
  `_answer-${zbase32.encode(allowlistHash(salt, clientPk))}-`;

export function answerName(salt: Uint8Array, clientPk: Uint8Array, index: number): string {
  if (!Number.isInteger(index) || index < 0 || index > MAX_INDEX) throw new DecodeError('label/index');
  return `${answerPrefix(salt, clientPk)}${index}`;
}

/** Section 2: the salt of a daemon, the same after every restart. */
export const allowSalt = (seed: Uint8Array): Uint8Array =>
  hkdfSha256({ ikm: key(seed), salt: utf8('openhost-allow-salt-v1'), info: new Uint8Array(0), length: 32 });

/** Section 2: the password of the TURN server that a version 3 record names; realm and user are "openhost". */
export const turnPassword = (daemonPk: Uint8Array): string =>
  hex.encode(sha256(concat(utf8('openhost-turn-v1'), key(daemonPk)))).slice(0, 32);

function key(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== 32) throw new DecodeError('label/key-length', 0, `${bytes.length} bytes`);
  return bytes;
}
