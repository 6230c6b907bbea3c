/** Section 3.3: daemons that reject valid offers or accept invalid ones. */
import { inflateRawSync, inflateSync } from 'node:zlib';
import { utf8 } from '../../bytes/text.js';
import { concat } from '../../bytes/writer.js';
import { blake2b, boxKey, secretbox } from '../../crypto/sealing.js';
import { montgomerySecretKey, x25519, x25519PublicKey } from '../../crypto/x25519.js';
import { OFFER_SEPARATOR } from '../../openhost/offer.js';
import { type DaemonMutant, mutant, readsBody, readsPlaintext } from './mutant.js';
import { fieldsOf, isCompact, type OfferFields, withFields } from './offer_fields.js';

const candidateRules = ['3.3-17'];
const iceRules = ['3.3-16'];
const bodyRules = ['3.3-13'];

const unreadable = (bytes: Uint8Array) => bytes.with(0, 0);
/** Rejects a blob that matches. */
const rejects = (
  id: string,
  clause: readonly string[],
  what: string,
  found: (fields: OfferFields) => boolean,
) =>
  mutant(
    id,
    clause,
    what,
    readsBody((body) => (isCompact(body) && found(fieldsOf(body)) ? unreadable(body) : body)),
  );
/** Changes every blob before reading it. */
const reads = (
  id: string,
  clause: readonly string[],
  what: string,
  as: (fields: OfferFields) => OfferFields,
) =>
  mutant(
    id,
    clause,
    what,
    readsBody((body) => (isCompact(body) ? withFields(body, as(fieldsOf(body))) : body)),
  );

/** Cuts or pads a text to the allowed length. */
const allowed = (text: Uint8Array, least: number, most: number): Uint8Array =>
  concat(text, new Uint8Array(least).fill(0x61)).subarray(0, Math.min(most, Math.max(least, text.length)));

/** XSalsa20 only: encrypting twice decrypts, and the tag is not checked. */
function openUnchecked(seed: Uint8Array, box: Uint8Array): Uint8Array {
  const secret = montgomerySecretKey(seed);
  const from = box.subarray(0, 32);
  const key = boxKey(x25519(secret, from) ?? new Uint8Array(32));
  const nonce = blake2b(24, concat(from, x25519PublicKey(secret)));
  return secretbox.seal(key, nonce, box.subarray(48)).subarray(16);
}

const strict: readonly DaemonMutant[] = [
  mutant(
    'no-version-3',
    bodyRules,
    'Rejects offers of version 3.',
    readsBody((body) => (isCompact(body) ? unreadable(body) : body)),
  ),
  mutant('no-cert-fp', bodyRules, 'Answers only offers that bind by the exporter.', () => ({
    bindsIn: (mode) => mode === 'exporter',
  })),
  mutant(
    'no-zlib',
    ['3.3-7'],
    'Rejects compressed offers.',
    readsPlaintext((plaintext) => (plaintext[0] === 2 ? plaintext.with(0, 9) : plaintext)),
  ),
  mutant(
    'bodies-of-65535-at-most',
    ['3.3-5'],
    'Rejects an offer body of 65 536 bytes.',
    readsPlaintext((plaintext) =>
      plaintext[0] === 2 && inflateSync(plaintext.subarray(1)).length > 65_535
        ? plaintext.with(0, 9)
        : plaintext,
    ),
  ),
  rejects(
    'seven-candidates-at-most',
    candidateRules,
    'Rejects an offer with eight candidates.',
    ({ candidates }) => candidates.length > 7,
  ),
  rejects(
    'one-candidate-at-least',
    candidateRules,
    'Rejects an offer without candidates.',
    ({ candidates }) => candidates.length === 0,
  ),
  rejects(
    'no-ipv6-candidates',
    candidateRules,
    'Rejects an offer with an IPv6 candidate.',
    ({ candidates }) => candidates.some(({ family }) => family === 6),
  ),
  rejects(
    'passwords-of-31-at-most',
    iceRules,
    'Rejects an ICE password of 32 bytes.',
    ({ pwd }) => pwd.length > 31,
  ),
];

const lenient: readonly DaemonMutant[] = [
  mutant(
    'any-checksum',
    ['3.3-8'],
    'Ignores the checksum of a compressed offer.',
    readsPlaintext((plaintext) =>
      plaintext[0] === 2 ? concat(Uint8Array.of(1), inflateRawSync(plaintext.subarray(3))) : plaintext,
    ),
  ),
  mutant('any-tag-of-a-box', bodyRules, 'Decrypts a sealed box without a check of its tag.', () => ({
    unseal: openUnchecked,
  })),
  mutant(
    'any-separator',
    bodyRules,
    'Ignores the separator of an offer body.',
    readsBody((body) => concat(utf8(OFFER_SEPARATOR), body.subarray(OFFER_SEPARATOR.length))),
  ),
  reads('any-blob-length', bodyRules, 'Ignores the length of an offer blob.', (fields) => fields),
  reads('any-ice-length', iceRules, 'Accepts ICE strings of any length.', (fields) => ({
    ...fields,
    ufrag: allowed(fields.ufrag, 4, 32),
    pwd: allowed(fields.pwd, 22, 32),
  })),
  reads('any-ice-character', iceRules, 'Accepts any byte in an ICE ufrag.', (fields) => ({
    ...fields,
    ufrag: fields.ufrag.map((byte) => byte & 0x7f),
  })),
  reads('any-number-of-candidates', candidateRules, 'Accepts more than eight candidates.', (fields) => ({
    ...fields,
    candidates: fields.candidates.slice(0, 8),
  })),
  reads('any-candidate-type', candidateRules, 'Accepts a candidate of an unknown type.', (fields) => ({
    ...fields,
    candidates: fields.candidates.map((one) => ({ ...one, typ: one.typ & 3 })),
  })),
  reads('any-candidate-family', candidateRules, 'Reads an unknown address family as IPv4.', (fields) => ({
    ...fields,
    candidates: fields.candidates.map((one) => ({ ...one, family: one.family === 6 ? 6 : 4 })),
  })),
  mutant(
    'version-1-binds-in-cert-fp',
    ['3.3-23'],
    'Binds a version 1 offer by the certificate fingerprint.',
    readsBody((body) => (body[20] === 0x31 ? concat(body.with(20, 0x32), Uint8Array.of(2)) : body)),
  ),
];

export const offerReaders: readonly DaemonMutant[] = [...strict, ...lenient];
