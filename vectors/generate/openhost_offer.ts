/** Section 3.3: the bodies of offers, and the plaintexts around them. */
import type { JsonObject } from '../../reference/structure.js';
import { plain } from './openhost_blob.js';
import { cut, set, text, u16, u32 } from './openhost_bytes.js';
import { stored, zlib } from './openhost_deflate.js';
import {
  offerBlobHex,
  offerBlobJson,
  PUBLISHED,
  PUBLISHED_SOURCE,
  published,
} from './openhost_offer_blob.js';
import { type Draft, derive, type Recipe } from './recipe.js';

const STRUCTURE = 'openhost/offer';
const key = Buffer.from(derive(STRUCTURE, 'client_pk', 32)).toString('hex');
const sdpText = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\na=setup:active\r\n';

const separator = (version: string): string => text(`openhost-offer-inner${version}`);
const v3 = (blob: string, length = blob.length / 2): string => `${separator('3')}${key}${u16(length)}${blob}`;
const v1 = (sdp: string, length = sdp.length / 2): string => `${separator('1')}${key}${u32(length)}${sdp}`;
const v2 = (sdp: string, mode: string): string =>
  `${separator('2')}${key}${u32(sdp.length / 2)}${sdp}${mode}`;

const offer = (version: number, binding_mode: string, rest: JsonObject): JsonObject => ({
  version,
  client_pk: key,
  binding_mode,
  ...rest,
});
const compact = offer(3, 'exporter', { blob: offerBlobJson(plain) });
const verbatim = (version: number, mode: string, sdp = sdpText): JsonObject => offer(version, mode, { sdp });
const request = { client_pk: key, blob: offerBlobJson(plain) };

const blob = offerBlobHex(plain);
const sdp = text(sdpText);
const sdpLength = 21 + 32;

function versions(): Draft[] {
  const draft = (
    slug: string,
    title: string,
    input: string,
    accept: JsonObject,
    requires: readonly string[],
    why: string,
    tags: readonly string[] = [],
  ): Draft => ({
    slug: `decode-${slug}`,
    title,
    requires,
    op: 'decode',
    input,
    accept,
    why,
    tags,
  });
  const legacy = 'Clients of before the blob are still read.';
  const one = ['OPENHOST-3.3-10', 'OPENHOST-3.3-23'];
  const two = ['OPENHOST-3.3-11'];
  const long = `${sdpText}${'a=x:0123456789abcdef\r\n'.repeat(12)}`;
  return [
    draft('v3', 'version 3, a blob', v3(blob), compact, ['OPENHOST-3.3-13'], 'What every new client sends.'),
    draft(
      'v3-cert-fp',
      'version 3 takes its binding mode from the flags',
      v3(offerBlobHex({ ...plain, flags: 4 })),
      offer(3, 'cert_fp', { blob: offerBlobJson({ ...plain, flags: 4 }) }),
      ['OPENHOST-3.3-13'],
      'With the wrong mode no signature fits.',
    ),
    {
      ...draft(
        'v3-published',
        'version 3 with the published blob',
        v3(PUBLISHED),
        offer(3, 'cert_fp', { blob: offerBlobJson(published) }),
        ['OPENHOST-3.3-13', 'OPENHOST-6-1'],
        'The blob of the worked example in its body.',
        ['published'],
      ),
      source: PUBLISHED_SOURCE,
    },
    draft('v1', 'version 1, an SDP, means Exporter', v1(sdp), verbatim(1, 'exporter'), one, legacy, [
      'legacy',
    ]),
    draft(
      'v1-empty',
      'version 1 with an SDP of no bytes',
      v1(''),
      verbatim(1, 'exporter', ''),
      one,
      'What an SDP has to be is for its reader.',
      ['legacy', 'boundary'],
    ),
    draft(
      'v1-utf8',
      'version 1 with an SDP beyond ASCII',
      v1(text('s=Žižkov\n')),
      verbatim(1, 'exporter', 's=Žižkov\n'),
      one,
      'The length counts bytes, not characters.',
      ['legacy'],
    ),
    draft(
      'v1-300',
      'version 1 with an SDP of more than 255 bytes',
      v1(text(long)),
      verbatim(1, 'exporter', long),
      one,
      'A length of one byte cannot show a wrong byte order.',
      ['legacy', 'boundary'],
    ),
    draft(
      'v2-exporter',
      'version 2, binding byte 0x01',
      v2(sdp, '01'),
      verbatim(2, 'exporter'),
      two,
      legacy,
      ['legacy'],
    ),
    draft('v2-cert-fp', 'version 2, binding byte 0x02', v2(sdp, '02'), verbatim(2, 'cert_fp'), two, legacy, [
      'legacy',
    ]),
    {
      slug: 'encode-v3',
      title: 'version 3 is sent',
      requires: ['OPENHOST-3.3-12', 'OPENHOST-3.3-13'],
      op: 'encode',
      input: request,
      accept: v3(blob),
      why: 'Versions 1 and 2 do not fit into a packet.',
    },
    {
      slug: 'encode-published',
      title: 'version 3 with the published blob is sent',
      requires: ['OPENHOST-3.3-12', 'OPENHOST-3.3-13'],
      op: 'encode',
      input: { client_pk: key, blob: offerBlobJson(published) },
      accept: v3(PUBLISHED),
      why: 'The blob of the worked example in its body.',
      tags: ['published'],
      source: PUBLISHED_SOURCE,
    },
  ];
}

function refused(): Draft[] {
  const draft = (
    slug: string,
    title: string,
    input: string,
    reject: string,
    requires: string,
    why: string,
    twin: string,
  ): Draft => ({
    slug: `decode-${slug}`,
    title,
    requires: [requires],
    op: 'decode',
    input,
    reject,
    twin: `decode-${twin}`,
    why,
    tags: ['boundary'],
  });
  const prefix = 'The separator keeps what was sealed for one purpose from being read for another.';
  const length = 'A length that is believed reads what is not there, or leaves what is.';
  const mode = 'A mode nobody knows must not fall back to one that is known.';
  const good = v3(blob);
  const answer = text('openhost-answer-inner3');
  const fourth = `${separator('4')}${good.slice(42)}`;
  return [
    draft(
      'version-0',
      'version 0',
      `${separator('0')}${good.slice(42)}`,
      'offer/separator',
      'OPENHOST-3.3-13',
      prefix,
      'v3',
    ),
    draft('version-4', 'version 4', fourth, 'offer/separator', 'OPENHOST-3.3-13', prefix, 'v3'),
    draft(
      'separator-first',
      'the first byte of the separator altered',
      set(good, 0, '4f'),
      'offer/separator',
      'OPENHOST-3.3-13',
      prefix,
      'v3',
    ),
    draft(
      'separator-middle',
      'a byte in the middle of the separator altered',
      set(good, 8, '2e'),
      'offer/separator',
      'OPENHOST-3.3-13',
      prefix,
      'v3',
    ),
    draft(
      'separator-of-answer',
      'the separator of an answer',
      `${answer}${good.slice(42)}`,
      'offer/separator',
      'OPENHOST-3.3-13',
      prefix,
      'v3',
    ),
    draft(
      'v3-as-v1',
      'a version 3 body called version 1',
      `${separator('1')}${good.slice(42)}`,
      'truncated',
      'OPENHOST-3.3-10',
      'The version alone says how the rest is laid out.',
      'v1',
    ),
    draft(
      'v1-as-v3',
      'a version 1 body called version 3',
      `${separator('3')}${v1(sdp).slice(42)}`,
      'truncated',
      'OPENHOST-3.3-13',
      'The version alone says how the rest is laid out.',
      'v3',
    ),
    draft(
      'v2-without-mode',
      'version 2 without its binding byte',
      v2(sdp, ''),
      'truncated',
      'OPENHOST-3.3-22',
      mode,
      'v2-exporter',
    ),
    ...['00', '03', '04', 'ff'].map((value) =>
      draft(
        `v2-mode-${value}`,
        `version 2, binding byte 0x${value}`,
        v2(sdp, value),
        'offer/binding-mode',
        'OPENHOST-3.3-22',
        mode,
        'v2-exporter',
      ),
    ),
    draft(
      'v2-trailing',
      'a byte behind a version 2 body',
      v2(sdp, '0101'),
      'offer/trailing-bytes',
      'OPENHOST-3.3-19',
      length,
      'v2-exporter',
    ),
    draft(
      'v1-with-mode',
      'version 1 with a binding byte',
      `${v1(sdp)}01`,
      'offer/trailing-bytes',
      'OPENHOST-3.3-19',
      length,
      'v1',
    ),
    draft(
      'v1-length-more',
      'version 1 with a length of one more',
      v1(sdp, sdp.length / 2 + 1),
      'truncated',
      'OPENHOST-3.3-10',
      length,
      'v1',
    ),
    draft(
      'v1-length-less',
      'version 1 with a length of one less',
      v1(sdp, sdp.length / 2 - 1),
      'offer/trailing-bytes',
      'OPENHOST-3.3-10',
      length,
      'v1',
    ),
    draft(
      'v1-length-most',
      'version 1 with a length of 2^32 - 1',
      v1(sdp, 0xffff_ffff),
      'truncated',
      'OPENHOST-3.3-10',
      'Whoever allocates first gives four gigabytes away.',
      'v1',
    ),
    draft(
      'v1-length-little-endian',
      'version 1 with its length in little-endian',
      v1(sdp, (sdp.length / 2) * 0x100_0000),
      'truncated',
      'OPENHOST-3.3-10',
      length,
      'v1',
    ),
    draft(
      'v1-not-utf8',
      'version 1 with an SDP that is no UTF-8',
      set(v1(sdp), sdpLength + 4, 'ff'),
      'utf8/invalid',
      'OPENHOST-3.3-10',
      'Replacement characters change what is hashed.',
      'v1',
    ),
    draft(
      'v3-length-more',
      'version 3 with a length of one more',
      v3(blob, blob.length / 2 + 1),
      'truncated',
      'OPENHOST-3.3-13',
      length,
      'v3',
    ),
    draft(
      'v3-length-less',
      'version 3 with a length of one less',
      v3(blob, blob.length / 2 - 1),
      'truncated',
      'OPENHOST-3.3-13',
      length,
      'v3',
    ),
    draft('v3-length-0', 'version 3 with no blob', v3(''), 'truncated', 'OPENHOST-3.3-13', length, 'v3'),
    draft(
      'v3-length-513',
      'version 3 with a blob of 513 bytes',
      v3(blob.padEnd(1026, '0')),
      'offer/blob-length',
      'OPENHOST-3.3-13',
      'The length is refused before the blob is looked at.',
      'v3',
    ),
    draft(
      'v3-length-little-endian',
      'version 3 with its length in little-endian',
      v3(blob, (blob.length / 2) * 256),
      'offer/blob-length',
      'OPENHOST-3.3-13',
      length,
      'v3',
    ),
    draft(
      'v3-blob-trailing',
      'version 3 with a byte behind the blob, and counted',
      v3(`${blob}00`),
      'offer-blob/trailing-bytes',
      'OPENHOST-3.3-19',
      length,
      'v3',
    ),
    draft(
      'v3-trailing',
      'version 3 with a byte behind the blob, not counted',
      `${good}00`,
      'offer/trailing-bytes',
      'OPENHOST-3.3-19',
      length,
      'v3',
    ),
    draft(
      'v3-cut',
      'version 3 without the last byte',
      cut(good),
      'truncated',
      'OPENHOST-3.3-13',
      length,
      'v3',
    ),
    draft(
      'v3-passive',
      'version 3 with a passive client',
      set(good, 56, '01'),
      'offer-blob/setup-passive',
      'OPENHOST-3.3-15',
      'What a blob must not say it must not say in a body.',
      'v3',
    ),
    draft(
      'key-cut',
      'nothing behind 31 bytes of the key',
      good.slice(0, 104),
      'truncated',
      'OPENHOST-3.3-13',
      length,
      'v3',
    ),
    draft(
      'separator-alone',
      'nothing but the separator',
      separator('3'),
      'truncated',
      'OPENHOST-3.3-13',
      length,
      'v3',
    ),
    draft('nothing', 'no byte at all', '', 'truncated', 'OPENHOST-3.3-13', length, 'v3'),
    {
      slug: 'encode-passive',
      title: 'a passive offer is not sent',
      requires: ['OPENHOST-3.3-15'],
      op: 'encode',
      input: { client_pk: key, blob: offerBlobJson({ ...plain, flags: 1 }) },
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

function plaintexts(): Draft[] {
  const good = v3(blob);
  const why = 'What is sealed is the tag and the body, not the body alone.';
  const draft = (slug: string, title: string, input: string, accept: JsonObject): Draft => ({
    slug: `unwrap-${slug}`,
    title,
    requires: ['OPENHOST-3.3-7'],
    op: 'unwrap',
    input,
    accept,
    why,
  });
  const refuse = (slug: string, title: string, input: string, reject: string, requires: string): Draft => ({
    slug: `unwrap-${slug}`,
    title,
    requires: [requires],
    op: 'unwrap',
    input,
    reject,
    twin: 'unwrap-zlib',
    why,
  });
  return [
    draft('zlib', 'a version 3 body under tag 0x02', `02${zlib(stored(good), good)}`, compact),
    draft('literal', 'a version 3 body under tag 0x01', `01${good}`, compact),
    draft('v1-literal', 'a version 1 body under tag 0x01', `01${v1(sdp)}`, verbatim(1, 'exporter')),
    draft(
      'v1-zlib',
      'a version 1 body under tag 0x02',
      `02${zlib(stored(v1(sdp)), v1(sdp))}`,
      verbatim(1, 'exporter'),
    ),
    draft(
      'v2-zlib',
      'a version 2 body under tag 0x02',
      `02${zlib(stored(v2(sdp, '02')), v2(sdp, '02'))}`,
      verbatim(2, 'cert_fp'),
    ),
    refuse('no-tag', 'a body without a tag', good, 'compression/tag', 'OPENHOST-3.3-3'),
    refuse('tag-03', 'a body under tag 0x03', `03${good}`, 'compression/tag', 'OPENHOST-3.3-3'),
    refuse('tag-00', 'a body under tag 0x00', `00${good}`, 'compression/tag', 'OPENHOST-3.3-3'),
    refuse(
      'zlib-of-another',
      'another separator in a good stream',
      `02${zlib(stored(set(good, 20, '35')), set(good, 20, '35'))}`,
      'offer/separator',
      'OPENHOST-3.3-13',
    ),
    refuse(
      'checksum',
      'a good body under a wrong checksum',
      `${cut(`02${zlib(stored(good), good)}`)}ff`,
      'zlib/checksum',
      'OPENHOST-3.3-8',
    ),
    refuse(
      'body-trailing',
      'a byte more inside the stream',
      `02${zlib(stored(`${good}00`), `${good}00`)}`,
      'offer/trailing-bytes',
      'OPENHOST-3.3-19',
    ),
    {
      slug: 'wrap-v3',
      title: 'an offer is sent under tag 0x02',
      requires: ['OPENHOST-3.3-6', 'OPENHOST-3.3-12'],
      op: 'wrap',
      input: request,
      accept: { compression_tag: 2, ...compact },
      by: 'reopening',
      why: 'Encoders have to use tag 0x02; the level is theirs, so the stream is opened.',
    },
  ];
}

export const offerRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['3.3'],
  drafts: () => [...versions(), ...refused(), ...plaintexts()],
};
