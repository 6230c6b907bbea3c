import { setTimeout as delay } from 'node:timers/promises';
import { inflateSync } from 'node:zlib';
import { concat } from '../../bytes/writer.js';
import { createDtlsCertificate } from '../../openhost/peers/rtc/certificate.js';
import { answerSession } from '../../openhost/peers/rtc/session.js';
import { type DaemonMutant, mutant } from './mutant.js';

/** Answers an offer that has to be refused. */
const overlooks = (name: string, breaks: readonly string[], codes: readonly string[]) =>
  mutant(`overlooks-${name}`, breaks, { overlook: (refusal) => codes.includes(refusal) });

const slow: DaemonMutant = {
  name: 'slow-to-answer',
  breaks: ['OPENHOST-3-4'],
  options: {
    async answerSession(offer, pinned, options) {
      await delay(5500, undefined, options.signal ? { signal: options.signal } : {});
      return answerSession(offer, pinned, options);
    },
  },
};

/** One database that cannot be read, and it reads none any more. */
const forgetful: DaemonMutant = {
  name: 'gives-up-on-pairs',
  breaks: ['OPENHOST-3.3-27'],
  options: {
    // Read for each daemon: a memory of its own.
    get seams() {
      let gone = false;
      return {
        pairs(read: readonly string[] | undefined) {
          gone ||= read === undefined;
          return gone ? undefined : read;
        },
      };
    },
  },
};

export const offers = [
  slow,
  overlooks('stranger', ['OPENHOST-3.3-25'], ['offer/signer']),
  overlooks('allowlist', ['OPENHOST-2-21', 'OPENHOST-3.3-27', 'OPENHOST-3.3-26'], ['allowlist']),
  forgetful,
  overlooks('setup', ['OPENHOST-3.1-3'], ['sdp/setup']),
  overlooks('age', ['OPENHOST-3.3-56'], ['stale']),
  overlooks('repetition', ['OPENHOST-3.3-56'], ['replayed']),
  mutant('any-suite', ['OPENHOST-3.3-24'], { offeredSuites: () => Uint8Array.of(0xc0, 0x2b, 0xc0, 0x2f) }),
  mutant('any-compression-tag', ['OPENHOST-3.3-3'], {
    offerPlaintext: (plaintext) => (plaintext[0] === 1 ? plaintext : plaintext.with(0, 2)),
  }),
  mutant('only-zlib', ['OPENHOST-3.3-7'], {
    offerPlaintext: (plaintext) => (plaintext[0] === 1 ? plaintext.with(0, 9) : plaintext),
  }),
  mutant('clears-reserved-flags', ['OPENHOST-3.3-14'], {
    offerBody: onBlob((blob) => blob.with(1, (blob[1] ?? 0) & 7)),
  }),
  mutant('any-blob-version', ['OPENHOST-3.3-18'], { offerBody: onBlob((blob) => blob.with(0, 1)) }),
  mutant('passive-taken-for-active', ['OPENHOST-3.3-15', 'OPENHOST-3.1-3'], {
    offerBody: onBlob((blob) => ((blob[1] ?? 0) & 1 ? blob.with(1, (blob[1] ?? 0) & ~3) : blob)),
  }),
  mutant('no-legacy-offers', ['OPENHOST-3.3-10', 'OPENHOST-3.3-11'], {
    offerBody: (body) => (body[20] === 0x33 ? body : body.with(0, 0)),
  }),
  mutant('any-body-version', ['OPENHOST-3.3-13'], {
    offerBody: (body) => ([0x31, 0x32, 0x33].includes(body[20] ?? 0) ? body : body.with(20, 0x33)),
  }),
  mutant('any-binding-byte', ['OPENHOST-3.3-22'], {
    offerBody: (body) =>
      body[20] === 0x32 && ![1, 2].includes(body.at(-1) ?? 0) ? body.with(body.length - 1, 1) : body,
  }),
  mutant('certificate-without-its-key', ['OPENHOST-3.3-24'], { possession: () => false }),
  mutant('any-certificate-of-clients', ['OPENHOST-3.3-24'], { pinned: () => undefined }),
  mutant('unbounded-offers', ['OPENHOST-3.3-5'], {
    offerPlaintext: (plaintext) =>
      plaintext[0] === 2 ? concat(Uint8Array.of(1), inflateSync(plaintext.subarray(1))) : plaintext,
  }),
  mutant('other-certificate', ['OPENHOST-2-22'], { certificate: () => createDtlsCertificate() }),
];

function onBlob(change: (blob: Uint8Array) => Uint8Array): (body: Uint8Array) => Uint8Array {
  return (body) => {
    if (body[20] !== 0x33) return body;
    const changed = body.slice();
    changed.set(change(body.slice(55)), 55);
    return changed;
  };
}
