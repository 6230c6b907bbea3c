/** Section 3.3: the bodies of answers, and the plaintexts around them. */
import type { JsonObject } from '../../reference/structure.js';
import {
  blob,
  bound,
  compact,
  good,
  request,
  STRUCTURE,
  sdp,
  sdpText,
  separator,
  v1,
  v2,
  verbatim,
} from './openhost_answer.parts.js';
import { plaintexts, received } from './openhost_answer.plaintexts.js';
import { answerBlobHex, answerBlobJson } from './openhost_answer_blob.js';
import { plain } from './openhost_blob.js';
import { cut, set, text } from './openhost_bytes.js';
import type { Draft, Recipe } from './recipe.js';
import { refusesBeside } from './refused.js';

function versions(): Draft[] {
  const legacy = 'Daemons of before the blob are still read.';
  const draft = (
    slug: string,
    title: string,
    input: string,
    accept: JsonObject,
    requires: string,
    why: string,
    tags: readonly string[] = [],
  ): Draft => ({
    slug: `decode-${slug}`,
    title,
    requires: [requires],
    op: 'decode',
    input,
    accept,
    why,
    tags,
  });
  const none = { ...plain, candidates: [] };
  const long = `${sdpText}${'a=x:0123456789abcdef\r\n'.repeat(12)}`;
  return [
    draft('v2', 'version 2, a blob', good, compact(), 'OPENHOST-3.3-38', 'What every daemon of today sends.'),
    draft(
      'v2-no-candidate',
      'version 2 with a blob without candidates',
      v2(answerBlobHex(none)),
      compact(none),
      'OPENHOST-3.3-38',
      'A daemon may have found none.',
    ),
    draft(
      'v2-active',
      'version 2 with an active daemon',
      v2(answerBlobHex({ ...plain, flags: 0 })),
      { ...compact(), blob: answerBlobJson({ ...plain, flags: 0 }) },
      'OPENHOST-3.3-41',
      'The body has a value for it; the SDP that it makes is refused by section 3.1.',
    ),
    draft('v1', 'version 1, an SDP', v1(sdp), verbatim(sdpText), 'OPENHOST-3.3-40', legacy, ['legacy']),
    draft(
      'v1-empty',
      'version 1 with an SDP of no bytes',
      v1(''),
      verbatim(''),
      'OPENHOST-3.3-40',
      'What an SDP has to be is for its reader.',
      ['legacy', 'boundary'],
    ),
    draft(
      'v1-utf8',
      'version 1 with an SDP beyond ASCII',
      v1(text('s=Žižkov\n')),
      verbatim('s=Žižkov\n'),
      'OPENHOST-3.3-40',
      'The length counts bytes, not characters.',
      ['legacy'],
    ),
    draft(
      'v1-300',
      'version 1 with an SDP of more than 255 bytes',
      v1(text(long)),
      verbatim(long),
      'OPENHOST-3.3-40',
      'A length of one byte cannot show a wrong byte order.',
      ['legacy', 'boundary'],
    ),
    {
      slug: 'encode-v2',
      title: 'version 2 is sent',
      requires: ['OPENHOST-3.3-39', 'OPENHOST-3.3-38'],
      op: 'encode',
      input: request,
      accept: good,
      why: 'Version 1 does not fit beside the record.',
    },
    {
      slug: 'encode-no-candidate',
      title: 'version 2 with a blob without candidates is sent',
      requires: ['OPENHOST-3.3-39', 'OPENHOST-3.3-38'],
      op: 'encode',
      input: { ...bound, blob: answerBlobJson(none) },
      accept: v2(answerBlobHex(none)),
      why: 'A daemon may have found none.',
    },
  ];
}

function refused(): Draft[] {
  const draft = refusesBeside('v2');
  const prefix = 'The separator keeps what was sealed for one purpose from being read for another.';
  const length = 'A length that is believed reads what is not there, or leaves what is.';
  const renamed = (version: string, body: string): string => separator(version) + body.slice(44);
  const encode = (slug: string, title: string, change: JsonObject, reject: string): Draft => ({
    slug: `encode-${slug}`,
    title,
    requires: ['OPENHOST-3.3-38'],
    op: 'encode',
    input: { ...request, ...change },
    reject,
    twin: 'encode-v2',
    why: 'Everything behind it moves.',
    tags: ['boundary'],
  });
  return [
    draft('version-0', 'version 0', renamed('0', good), 'answer/separator', 'OPENHOST-3.3-38', prefix),
    draft('version-3', 'version 3', renamed('3', good), 'answer/separator', 'OPENHOST-3.3-38', prefix),
    draft(
      'separator-first',
      'the first byte of the separator altered',
      set(good, 0, '4f'),
      'answer/separator',
      'OPENHOST-3.3-38',
      prefix,
    ),
    draft(
      'separator-of-offer',
      'the separator of an offer',
      text('openhost-offer-inner2') + good.slice(44),
      'answer/separator',
      'OPENHOST-3.3-38',
      prefix,
    ),
    draft(
      'v2-as-v1',
      'a version 2 body called version 1',
      renamed('1', good),
      'truncated',
      'OPENHOST-3.3-40',
      'The version alone says how the rest is laid out.',
      'v1',
    ),
    draft(
      'v1-as-v2',
      'a version 1 body called version 2',
      renamed('2', v1(sdp)),
      'truncated',
      'OPENHOST-3.3-38',
      'The version alone says how the rest is laid out.',
    ),
    draft(
      'v1-length-more',
      'version 1 with a length of one more',
      v1(sdp, sdp.length / 2 + 1),
      'truncated',
      'OPENHOST-3.3-40',
      length,
      'v1',
    ),
    draft(
      'v1-length-less',
      'version 1 with a length of one less',
      v1(sdp, sdp.length / 2 - 1),
      'answer/trailing-bytes',
      'OPENHOST-3.3-40',
      length,
      'v1',
    ),
    draft(
      'v1-length-most',
      'version 1 with a length of 2^32 - 1',
      v1(sdp, 0xffff_ffff),
      'truncated',
      'OPENHOST-3.3-40',
      'Whoever allocates first gives four gigabytes away.',
      'v1',
    ),
    draft(
      'v1-length-little-endian',
      'version 1 with its length in little-endian',
      v1(sdp, (sdp.length / 2) * 0x100_0000),
      'truncated',
      'OPENHOST-3.3-40',
      length,
      'v1',
    ),
    draft(
      'v1-not-utf8',
      'version 1 with an SDP that is no UTF-8',
      set(v1(sdp), 90, 'ff'),
      'utf8/invalid',
      'OPENHOST-3.3-40',
      'Replacement characters change what is said.',
      'v1',
    ),
    draft(
      'v1-trailing',
      'a byte behind a version 1 body',
      `${v1(sdp)}00`,
      'answer/trailing-bytes',
      'OPENHOST-3.3-40',
      length,
      'v1',
    ),
    draft(
      'v2-length-more',
      'version 2 with a length of one more',
      v2(blob, blob.length / 2 + 1),
      'truncated',
      'OPENHOST-3.3-38',
      length,
    ),
    draft(
      'v2-length-less',
      'version 2 with a length of one less',
      v2(blob, blob.length / 2 - 1),
      'truncated',
      'OPENHOST-3.3-38',
      length,
    ),
    draft('v2-length-0', 'version 2 with no blob', v2(''), 'truncated', 'OPENHOST-3.3-38', length),
    draft(
      'v2-length-513',
      'version 2 with a blob of 513 bytes',
      v2(blob.padEnd(1026, '0')),
      'answer/blob-length',
      'OPENHOST-3.3-38',
      'The length is refused before the blob is looked at.',
    ),
    draft(
      'v2-length-little-endian',
      'version 2 with its length in little-endian',
      v2(blob, (blob.length / 2) * 256),
      'answer/blob-length',
      'OPENHOST-3.3-38',
      length,
    ),
    draft(
      'v2-blob-trailing',
      'version 2 with a byte behind the blob, and counted',
      v2(`${blob}00`),
      'answer-blob/trailing-bytes',
      'OPENHOST-3.3-19',
      length,
    ),
    draft(
      'v2-trailing',
      'version 2 with a byte behind the blob, not counted',
      `${good}00`,
      'answer/trailing-bytes',
      'OPENHOST-3.3-19',
      length,
    ),
    draft('v2-cut', 'version 2 without the last byte', cut(good), 'truncated', 'OPENHOST-3.3-38', length),
    draft(
      'v2-reserved',
      'version 2 with a reserved flag',
      set(good, 89, '03'),
      'answer-blob/reserved-flags',
      'OPENHOST-3.3-41',
      'What a blob must not say it must not say in a body.',
    ),
    draft(
      'hash-cut',
      'nothing behind 31 bytes of the hash',
      good.slice(0, 2 * (22 + 63)),
      'truncated',
      'OPENHOST-3.3-38',
      length,
    ),
    draft(
      'separator-alone',
      'nothing but the separator',
      separator('2'),
      'truncated',
      'OPENHOST-3.3-38',
      length,
    ),
    draft('nothing', 'no byte at all', '', 'truncated', 'OPENHOST-3.3-38', length),
    encode('key-31', 'a key of 31 bytes is not sent', { daemon_pk: 'ab'.repeat(31) }, 'answer/key-length'),
    encode('key-33', 'a key of 33 bytes is not sent', { daemon_pk: 'ab'.repeat(33) }, 'answer/key-length'),
    encode(
      'hash-31',
      'a hash of 31 bytes is not sent',
      { offer_sdp_hash: 'ab'.repeat(31) },
      'answer/hash-length',
    ),
    encode(
      'hash-33',
      'a hash of 33 bytes is not sent',
      { offer_sdp_hash: 'ab'.repeat(33) },
      'answer/hash-length',
    ),
  ];
}

export const answerRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['3.3'],
  drafts: () => [...versions(), ...refused(), ...plaintexts(), ...received()],
};
