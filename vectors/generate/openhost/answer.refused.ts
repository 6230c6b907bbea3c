/** Section 3.3: rejected bodies of answers. */
import { refusing, refusingEach } from '../drafted.js';
import { set } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { body, request, v1, v2 } from './answer.parts.js';
import { blobAt } from './body.js';
import { length, noBody, wrongBlobs, wrongSdps, wrongSeparators, wrongVersions } from './body.refused.js';

export function refused(): Draft[] {
  const boundary = { op: 'decode', tags: ['boundary'] };
  const refuseV1 = refusing({ ...boundary, beside: 'v1' });
  const refuse = refusing({ ...boundary, beside: 'v2' });
  const notSent = refusingEach({ op: 'encode', beside: 'v2', tags: ['boundary'] });
  const why = 'A decoder that ignores this byte misreads every byte after it.';
  return [
    ...wrongSeparators(body),
    ...wrongVersions(body),
    ...wrongSdps(body, 'A decoder that inserts replacement characters reads another text than was sent.'),
    refuseV1(
      'v1-trailing',
      'a byte after a version 1 body',
      `${v1}00`,
      'answer/trailing-bytes',
      'OPENHOST-3.3-40',
      length,
    ),
    ...wrongBlobs(body),
    refuse(
      'v2-reserved',
      'version 2 with a reserved flag',
      set(v2, blobAt(body) + 1, '03'),
      'answer-blob/reserved-flags',
      'OPENHOST-3.3-41',
      'A body decoder without the checks of the blob accepts what a blob decoder rejects.',
    ),
    ...noBody(body, 'hash'),
    ...notSent({ reject: 'answer/key-length', requires: 'OPENHOST-3.3-38', why }, [
      ['key-31', 'a key of 31 bytes', { ...request, daemon_pk: 'ab'.repeat(31) }],
      ['key-33', 'a key of 33 bytes', { ...request, daemon_pk: 'ab'.repeat(33) }],
    ]),
    ...notSent({ reject: 'answer/hash-length', requires: 'OPENHOST-3.3-38', why }, [
      ['hash-31', 'a hash of 31 bytes', { ...request, offer_sdp_hash: 'ab'.repeat(31) }],
      ['hash-33', 'a hash of 33 bytes', { ...request, offer_sdp_hash: 'ab'.repeat(33) }],
    ]),
  ];
}
