/** Section 3.3: bodies of offers that are refused. */
import { refusing } from './drafted.js';
import { cut, set, text } from './hex_bytes.js';
import { plain } from './openhost_blob.parts.js';
import {
  blobAt,
  called,
  layout,
  length,
  noBody,
  prefix,
  sdpAt,
  separator,
  wrongBlobLengths,
  wrongSdpLengths,
} from './openhost_body.js';
import { body, request, v1, v2, v3 } from './openhost_offer.parts.js';
import { offerBlobJson } from './openhost_offer_blob.js';
import type { Draft } from './recipe.js';

export function refused(): Draft[] {
  const boundary = { op: 'decode', tags: ['boundary'] };
  const refuseV1 = refusing({ ...boundary, beside: 'v1' });
  const refuseV2 = refusing({ ...boundary, beside: 'v2-exporter' });
  const refuse = refusing({ ...boundary, beside: 'v3' });
  const separated = (slug: string, title: string, input: string): Draft =>
    refuse(slug, title, input, 'offer/separator', 'OPENHOST-3.3-13', prefix);
  const mode = 'A mode nobody knows must not fall back to one that is known.';
  return [
    separated('version-0', 'version 0', called(body, 0, v3)),
    separated('version-4', 'version 4', called(body, 4, v3)),
    separated('separator-first', 'the first byte of the separator altered', set(v3, 0, '4f')),
    separated('separator-middle', 'a byte in the middle of the separator altered', set(v3, 8, '2e')),
    separated(
      'separator-of-answer',
      'the separator of an answer',
      `${text('openhost-answer-inner3')}${v3.slice(42)}`,
    ),
    refuseV1(
      'v3-as-v1',
      'a version 3 body called version 1',
      called(body, 1, v3),
      'truncated',
      'OPENHOST-3.3-10',
      layout,
    ),
    refuse(
      'v1-as-v3',
      'a version 1 body called version 3',
      called(body, 3, v1),
      'truncated',
      'OPENHOST-3.3-13',
      layout,
    ),
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
      'a byte behind a version 2 body',
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
    ...wrongSdpLengths(body),
    refuseV1(
      'v1-not-utf8',
      'version 1 with an SDP that is no UTF-8',
      set(v1, sdpAt(body), 'ff'),
      'utf8/invalid',
      'OPENHOST-3.3-10',
      'Replacement characters change what is hashed.',
    ),
    ...wrongBlobLengths(body),
    refuse(
      'v3-passive',
      'version 3 with a passive client',
      set(v3, blobAt(body) + 1, '01'),
      'offer-blob/setup-passive',
      'OPENHOST-3.3-15',
      'What a blob must not say it must not say in a body.',
    ),
    refuse(
      'key-cut',
      'nothing behind 31 bytes of the key',
      cut(separator(body, 3) + body.head),
      'truncated',
      'OPENHOST-3.3-13',
      length,
    ),
    ...noBody(body),
    {
      slug: 'encode-passive',
      title: 'a passive offer is not sent',
      requires: ['OPENHOST-3.3-15'],
      op: 'encode',
      input: { ...request, blob: offerBlobJson({ ...plain, flags: 1 }) },
      reject: 'offer-blob/setup-passive',
      twin: 'encode-v3',
      why: 'It would make the daemon the DTLS client.',
    },
    ...[31, 33].map(
      (bytes): Draft => ({
        slug: `encode-key-${bytes}`,
        title: `a key of ${bytes} bytes is not sent`,
        requires: ['OPENHOST-3.3-13'],
        op: 'encode',
        input: { ...request, client_pk: 'ab'.repeat(bytes) },
        reject: 'offer/key-length',
        twin: 'encode-v3',
        why: 'Everything behind the key moves.',
        tags: ['boundary'],
      }),
    ),
  ];
}
