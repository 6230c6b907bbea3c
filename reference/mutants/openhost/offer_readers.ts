/** Daemons that read offers wrongly: they refuse what is right, or take what is not. */
import { inflateRawSync, inflateSync } from 'node:zlib';
import { utf8 } from '../../bytes/text.js';
import { concat } from '../../bytes/writer.js';
import { blake2b } from '../../crypto/hash.js';
import { boxKey, secretbox } from '../../crypto/secretbox.js';
import { montgomerySecretKey, x25519, x25519PublicKey } from '../../crypto/x25519.js';
import { OFFER_SEPARATOR } from '../../openhost/offer.js';
import { type DaemonMutant, mutant } from './mutant.js';
import { fieldsOf, isCompact, type OfferFields, withFields } from './offer_fields.js';

const candidateRules = ['OPENHOST-3.3-17'];
const iceRules = ['OPENHOST-3.3-16'];
const bodyRules = ['OPENHOST-3.3-13'];

const unreadable = (bytes: Uint8Array) => bytes.with(0, 0);
/** Refuses a blob in which this is found. */
const refuses = (name: string, breaks: readonly string[], found: (fields: OfferFields) => boolean) =>
  mutant(name, breaks, {
    offerBody: (body) => (isCompact(body) && found(fieldsOf(body)) ? unreadable(body) : body),
  });
/** Reads every blob as if it were this one. */
const reads = (name: string, breaks: readonly string[], as: (fields: OfferFields) => OfferFields) =>
  mutant(name, breaks, {
    offerBody: (body) => (isCompact(body) ? withFields(body, as(fieldsOf(body))) : body),
  });

/** As long as the text allows. */
const allowed = (text: Uint8Array, least: number, most: number): Uint8Array =>
  concat(text, new Uint8Array(least).fill(0x61)).subarray(0, Math.min(most, Math.max(least, text.length)));

/** XSalsa20 alone: encrypting twice decrypts, and the tag is never looked at. */
function openUnchecked(seed: Uint8Array, box: Uint8Array): Uint8Array {
  const secret = montgomerySecretKey(seed);
  const from = box.subarray(0, 32);
  const key = boxKey(x25519(secret, from) ?? new Uint8Array(32));
  const nonce = blake2b(24, concat(from, x25519PublicKey(secret)));
  return secretbox.seal(key, nonce, box.subarray(48)).subarray(16);
}

const strict: readonly DaemonMutant[] = [
  mutant('no-version-3', bodyRules, { offerBody: (body) => (isCompact(body) ? unreadable(body) : body) }),
  { name: 'no-cert-fp', breaks: bodyRules, options: { bindingModes: ['exporter'] } },
  mutant('no-zlib', ['OPENHOST-3.3-7'], {
    offerPlaintext: (plaintext) => (plaintext[0] === 2 ? plaintext.with(0, 9) : plaintext),
  }),
  mutant('bodies-of-65535-at-most', ['OPENHOST-3.3-5'], {
    offerPlaintext: (plaintext) =>
      plaintext[0] === 2 && inflateSync(plaintext.subarray(1)).length > 65_535
        ? plaintext.with(0, 9)
        : plaintext,
  }),
  refuses('seven-candidates-at-most', candidateRules, ({ candidates }) => candidates.length > 7),
  refuses('one-candidate-at-least', candidateRules, ({ candidates }) => candidates.length === 0),
  refuses('no-ipv6-candidates', candidateRules, ({ candidates }) =>
    candidates.some(({ family }) => family === 6),
  ),
  refuses('passwords-of-31-at-most', iceRules, ({ pwd }) => pwd.length > 31),
];

const lenient: readonly DaemonMutant[] = [
  mutant('any-checksum', ['OPENHOST-3.3-8'], {
    offerPlaintext: (plaintext) =>
      plaintext[0] === 2 ? concat(Uint8Array.of(1), inflateRawSync(plaintext.subarray(3))) : plaintext,
  }),
  mutant('any-tag-of-a-box', bodyRules, { unsealed: (_right, seed, box) => openUnchecked(seed, box) }),
  mutant('any-separator', bodyRules, {
    offerBody: (body) => concat(utf8(OFFER_SEPARATOR), body.subarray(OFFER_SEPARATOR.length)),
  }),
  // How long the blob is, and what comes before its end, is nothing to it.
  reads('any-blob-length', bodyRules, (fields) => fields),
  reads('any-ice-length', iceRules, (fields) => ({
    ...fields,
    ufrag: allowed(fields.ufrag, 4, 32),
    pwd: allowed(fields.pwd, 22, 32),
  })),
  reads('any-ice-character', iceRules, (fields) => ({
    ...fields,
    ufrag: fields.ufrag.map((byte) => byte & 0x7f),
  })),
  reads('any-number-of-candidates', candidateRules, (fields) => ({
    ...fields,
    candidates: fields.candidates.slice(0, 8),
  })),
  reads('any-candidate-type', candidateRules, (fields) => ({
    ...fields,
    candidates: fields.candidates.map((one) => ({ ...one, typ: one.typ & 3 })),
  })),
  reads('any-candidate-family', candidateRules, (fields) => ({
    ...fields,
    candidates: fields.candidates.map((one) => ({ ...one, family: one.family === 6 ? 6 : 4 })),
  })),
  mutant('version-1-binds-in-cert-fp', ['OPENHOST-3.3-23'], {
    offerBody: (body) => (body[20] === 0x31 ? concat(body.with(20, 0x32), Uint8Array.of(2)) : body),
  }),
];

export const offerReaders: readonly DaemonMutant[] = [...strict, ...lenient];
