/** Section 3.3: daemons that answer the wrong offers. */
import { setTimeout as delay } from 'node:timers/promises';
import { inflateSync } from 'node:zlib';
import { concat } from '../../bytes/writer.js';
import { createDtlsCertificate } from '../../openhost/peers/rtc/certificate.js';
import { type DaemonMutant, mutant, readsBody, readsPlaintext } from './mutant.js';

const admission = [
  mutant('slow-to-answer', ['3-4'], 'Publishes an answer 5.5 s after it read the offer.', (rules) => ({
    async publishAnswer(publish, signal) {
      await delay(5500, undefined, { signal });
      await rules.publishAnswer(publish, signal);
    },
  })),
  mutant(
    'overlooks-stranger',
    ['3.3-25'],
    'Accepts an offer whose key is not the key of its packet.',
    () => ({
      isSigner: () => true,
    }),
  ),
  mutant(
    'overlooks-allowlist',
    ['2-21', '3.3-27', '3.3-26'],
    'Answers clients that are not allowed.',
    () => ({
      isAllowed: () => true,
    }),
  ),
  mutant(
    'gives-up-on-pairs',
    ['3.3-27'],
    'Reads the database of pairs no more after it could not be read once.',
    ({ readPairs }) => {
      let gone = false;
      return {
        readPairs(database) {
          if (gone) throw new Error('given up');
          try {
            return readPairs(database);
          } catch (error) {
            gone = true;
            throw error;
          }
        },
      };
    },
  ),
  mutant('overlooks-setup', ['3.1-3'], 'Accepts an offer with any setup.', () => ({ checkSetup: () => {} })),
  mutant('overlooks-age', ['3.3-56'], 'Answers an offer of any age.', () => ({ isFresh: () => true })),
  mutant('overlooks-repetition', ['3.3-56'], 'Answers an offer that it has answered before.', () => ({
    isReplay: () => false,
  })),
];

const handshakes = [
  mutant('any-suite', ['3.3-24'], 'Picks a cipher suite whatever the client offered.', () => ({
    offeredSuites: () => Uint8Array.of(0xc0, 0x2b, 0xc0, 0x2f),
  })),
  mutant(
    'certificate-without-its-key',
    ['3.3-24'],
    'Accepts a certificate without proof of its key.',
    () => ({
      demandsPossession: () => false,
    }),
  ),
  mutant('any-certificate-of-clients', ['3.3-24'], 'Accepts any client certificate.', () => ({
    pinFingerprint: () => undefined,
  })),
  mutant('other-certificate', ['2-22'], 'Shows another certificate than its record names.', () => ({
    showCertificate: () => createDtlsCertificate(),
  })),
];

const plaintexts = [
  mutant(
    'any-compression-tag',
    ['3.3-3'],
    'Reads an unknown compression tag as zlib.',
    readsPlaintext((plaintext) => (plaintext[0] === 1 ? plaintext : plaintext.with(0, 2))),
  ),
  mutant(
    'only-zlib',
    ['3.3-7'],
    'Rejects offers that are not compressed.',
    readsPlaintext((plaintext) => (plaintext[0] === 1 ? plaintext.with(0, 9) : plaintext)),
  ),
  mutant(
    'unbounded-offers',
    ['3.3-5'],
    'Inflates an offer of any length.',
    readsPlaintext((plaintext) =>
      plaintext[0] === 2 ? concat(Uint8Array.of(1), inflateSync(plaintext.subarray(1))) : plaintext,
    ),
  ),
];

const bodies = [
  mutant(
    'clears-reserved-flags',
    ['3.3-14'],
    'Ignores reserved flags of an offer.',
    onBlob((blob) => blob.with(1, (blob[1] ?? 0) & 7)),
  ),
  mutant(
    'any-blob-version',
    ['3.3-18'],
    'Accepts an offer blob of any version.',
    onBlob((blob) => blob.with(0, 1)),
  ),
  mutant(
    'passive-taken-for-active',
    ['3.3-15', '3.1-3'],
    'Reads setup passive as active.',
    onBlob((blob) => ((blob[1] ?? 0) & 1 ? blob.with(1, (blob[1] ?? 0) & ~3) : blob)),
  ),
  mutant(
    'no-legacy-offers',
    ['3.3-10', '3.3-11'],
    'Rejects offers of versions 1 and 2.',
    readsBody((body) => (body[20] === 0x33 ? body : body.with(0, 0))),
  ),
  mutant(
    'any-body-version',
    ['3.3-13'],
    'Reads an offer of an unknown version as version 3.',
    readsBody((body) => ([0x31, 0x32, 0x33].includes(body[20] ?? 0) ? body : body.with(20, 0x33))),
  ),
  mutant(
    'any-binding-byte',
    ['3.3-22'],
    'Reads an unknown binding mode as exporter.',
    readsBody((body) =>
      body[20] === 0x32 && ![1, 2].includes(body.at(-1) ?? 0) ? body.with(body.length - 1, 1) : body,
    ),
  ),
];

export const offers: readonly DaemonMutant[] = [...admission, ...handshakes, ...plaintexts, ...bodies];

function onBlob(change: (blob: Uint8Array) => Uint8Array) {
  return readsBody((body) => {
    if (body[20] !== 0x33) return body;
    const changed = body.slice();
    changed.set(change(body.slice(55)), 55);
    return changed;
  });
}
