/** Section 3.3: bodies of offers that are refused. */
import { refusing } from '../drafted.js';
import { set } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { plain } from './blob.parts.js';
import { blobAt } from './body.js';
import { length, noBody, wrongBlobs, wrongSdps, wrongSeparators, wrongVersions } from './body.refused.js';
import { body, request, v1, v2, v3 } from './offer.parts.js';
import { offerBlobJson } from './offer_blob.js';

export function refused(): Draft[] {
  const boundary = { op: 'decode', tags: ['boundary'] };
  const refuseV1 = refusing({ ...boundary, beside: 'v1' });
  const refuseV2 = refusing({ ...boundary, beside: 'v2-exporter' });
  const refuse = refusing({ ...boundary, beside: 'v3' });
  const mode = 'A decoder that falls back to a known mode accepts a proof that the client did not choose.';
  return [
    ...wrongSeparators(body, [
      ['separator-middle', 'a changed middle byte of the separator', set(v3, 8, '2e')],
    ]),
    ...wrongVersions(body),
    refuseV2(
      'v2-without-mode',
      'version 2 without its binding byte',
      v2(''),
      'truncated',
      'OPENHOST-3.3-22',
      mode,
    ),
    ...['00', '03', '04', 'ff'].map((value) =>
      refuseV2(
        `v2-mode-${value}`,
        `version 2, binding byte 0x${value}`,
        v2(value),
        'offer/binding-mode',
        'OPENHOST-3.3-22',
        mode,
      ),
    ),
    refuseV2(
      'v2-trailing',
      'a byte after a version 2 body',
      v2('0101'),
      'offer/trailing-bytes',
      'OPENHOST-3.3-19',
      length,
    ),
    refuseV1(
      'v1-with-mode',
      'version 1 with a binding byte',
      `${v1}01`,
      'offer/trailing-bytes',
      'OPENHOST-3.3-19',
      length,
    ),
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
    ...[31, 33].map(
      (bytes): Draft => ({
        slug: `encode-key-${bytes}`,
        title: `a key of ${bytes} bytes`,
        requires: ['OPENHOST-3.3-13'],
        op: 'encode',
        input: { ...request, client_pk: 'ab'.repeat(bytes) },
        reject: 'offer/key-length',
        twin: 'encode-v3',
        why: 'A decoder that ignores this byte misreads every byte after the key.',
        tags: ['boundary'],
      }),
    ),
  ];
}
