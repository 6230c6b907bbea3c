/** Section 3.3: rejected bodies of offers. */
import { refusing, refusingEach } from '../drafted.js';
import { set } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { plain } from './blob.parts.js';
import { blobAt } from './body.js';
import { length, noBody, wrongBlobs, wrongSdps, wrongSeparators, wrongVersions } from './body.refused.js';
import { body, request, v1, v2, v3 } from './offer.parts.js';
import { offerBlobJson } from './offer_blob.js';

export function refused(): Draft[] {
  const boundary = { op: 'decode', tags: ['boundary'] };
  const refuseEach = refusingEach({ ...boundary, beside: 'v2-exporter' });
  const refuse = refusing({ ...boundary, beside: 'v3' });
  const unsent = refusingEach({ op: 'encode', beside: 'v3', tags: ['boundary'] });
  const mode = 'A decoder that falls back to a known mode accepts a proof that the client did not choose.';
  const key = 'A decoder that ignores this byte misreads every byte after the key.';
  return [
    ...wrongSeparators(body, [
      ['separator-middle', 'a changed middle byte of the separator', set(v3, 8, '2e')],
    ]),
    ...wrongVersions(body),
    ...refuseEach({ reject: 'truncated', requires: 'OPENHOST-3.3-22', why: mode }, [
      ['v2-without-mode', 'version 2 without its binding byte', v2('')],
    ]),
    ...refuseEach({ reject: 'offer/binding-mode', requires: 'OPENHOST-3.3-22', why: mode }, [
      ['v2-mode-00', 'version 2, binding byte 0x00', v2('00')],
      ['v2-mode-03', 'version 2, binding byte 0x03', v2('03')],
      ['v2-mode-04', 'version 2, binding byte 0x04', v2('04')],
      ['v2-mode-ff', 'version 2, binding byte 0xff', v2('ff')],
    ]),
    ...refuseEach({ reject: 'offer/trailing-bytes', requires: 'OPENHOST-3.3-19', why: length }, [
      ['v2-trailing', 'a byte after a version 2 body', v2('0101')],
      ['v1-with-mode', 'version 1 with a binding byte', `${v1}01`, { beside: 'v1' }],
    ]),
    ...wrongSdps(body, 'A decoder that inserts replacement characters hashes another text than was sent.'),
    ...wrongBlobs(body),
    refuse(
      'v3-passive',
      'version 3 with a passive client',
      set(v3, blobAt(body) + 1, '01'),
      'offer-blob/setup-passive',
      'OPENHOST-3.3-15',
      'A body decoder without the checks of the blob accepts what a blob decoder rejects.',
    ),
    ...noBody(body, 'key'),
    {
      slug: 'encode-passive',
      title: 'a passive offer',
      requires: ['OPENHOST-3.3-15'],
      op: 'encode',
      input: { ...request, blob: offerBlobJson({ ...plain, flags: 1 }) },
      reject: 'offer-blob/setup-passive',
      twin: 'encode-v3',
      why: 'This role makes the daemon the DTLS client.',
    },
    ...unsent({ reject: 'offer/key-length', requires: 'OPENHOST-3.3-13', why: key }, [
      ['key-31', 'a key of 31 bytes', { ...request, client_pk: 'ab'.repeat(31) }],
      ['key-33', 'a key of 33 bytes', { ...request, client_pk: 'ab'.repeat(33) }],
    ]),
  ];
}
