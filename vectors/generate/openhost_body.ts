/** Section 3.3: what the bodies of offers and answers have in common, as drafts that both recipes bring in. */
import type { JsonObject } from '../../reference/structure.js';
import { accepting, refusing } from './drafted.js';
import { cut, text, u16, u32 } from './hex_bytes.js';
import { wrapped } from './openhost_deflate.js';
import type { Draft } from './recipe.js';

/** One kind of body: version 1 holds an SDP, and the version that is sent today a blob. */
export interface Body {
  readonly name: 'offer' | 'answer';
  readonly version: 2 | 3;
  /** What stands between the separator and the length. */
  readonly head: string;
  readonly sdpText: string;
  readonly blob: string;
  readonly requires: { readonly sdp: string; readonly blob: string; readonly sent: string };
}

export const separator = ({ name }: Body, version: number): string =>
  text(`openhost-${name}-inner${version}`);
export const withSdp = (body: Body, sdp = text(body.sdpText), length = sdp.length / 2): string =>
  `${separator(body, 1)}${body.head}${u32(length)}${sdp}`;
export const withBlob = (body: Body, blob = body.blob, length = blob.length / 2): string =>
  `${separator(body, body.version)}${body.head}${u16(length)}${blob}`;

/** A body under the separator of another version. */
export const called = (body: Body, version: number, whole: string): string =>
  separator(body, version) + whole.slice(separator(body, version).length);
/** Where the SDP of a version 1 body begins, and the blob of a later one. */
export const sdpAt = (body: Body): number => withSdp(body, '').length / 2;
export const blobAt = (body: Body): number => withBlob(body, '').length / 2;

export const prefix = 'The separator keeps what was sealed for one purpose from being read for another.';
export const layout = 'The version alone says how the rest is laid out.';
export const length = 'A length that is believed reads what is not there, or leaves what is.';

const boundary = { op: 'decode', tags: ['boundary'] };

/** The texts that a version 1 body may hold. */
export function sdpTexts(
  body: Body,
  requires: string | readonly string[],
  read: (sdp: string) => JsonObject,
): Draft[] {
  const draft = (slug: string, title: string, sdp: string, why: string, tags: readonly string[]): Draft =>
    accepting({ op: 'decode', tags })(slug, title, withSdp(body, text(sdp)), read(sdp), requires, why);
  return [
    draft('v1-empty', 'version 1 with an SDP of no bytes', '', 'What an SDP has to be is for its reader.', [
      'legacy',
      'boundary',
    ]),
    draft(
      'v1-utf8',
      'version 1 with an SDP beyond ASCII',
      's=Žižkov\n',
      'The length counts bytes, not characters.',
      ['legacy'],
    ),
    draft(
      'v1-300',
      'version 1 with an SDP of more than 255 bytes',
      `${body.sdpText}${'a=x:0123456789abcdef\r\n'.repeat(12)}`,
      'A length of one byte cannot show a wrong byte order.',
      ['legacy', 'boundary'],
    ),
  ];
}

/** Lengths of an SDP that are not those of what follows. */
export function wrongSdpLengths(body: Body): Draft[] {
  const refuse = refusing({ ...boundary, beside: 'v1' });
  const sdp = text(body.sdpText);
  const octets = sdp.length / 2;
  const draft = (slug: string, said: string, lengthSaid: number, reject: string, why = length): Draft =>
    refuse(
      `v1-length-${slug}`,
      `version 1 with ${said}`,
      withSdp(body, sdp, lengthSaid),
      reject,
      body.requires.sdp,
      why,
    );
  return [
    draft('more', 'a length of one more', octets + 1, 'truncated'),
    draft('less', 'a length of one less', octets - 1, `${body.name}/trailing-bytes`),
    draft(
      'most',
      'a length of 2^32 - 1',
      0xffff_ffff,
      'truncated',
      'Whoever allocates first gives four gigabytes away.',
    ),
    draft('little-endian', 'its length in little-endian', octets * 0x100_0000, 'truncated'),
  ];
}

/** Blobs that are longer or shorter than what is said of them, or than a blob may be. */
export function wrongBlobLengths(body: Body): Draft[] {
  const { name, version, blob } = body;
  const v = `v${version}`;
  const refuse = refusing({ ...boundary, beside: v });
  const octets = blob.length / 2;
  const draft = (slug: string, said: string, input: string, reject: string, why = length): Draft =>
    refuse(
      `${v}-${slug}`,
      `version ${version} ${said}`,
      input,
      reject,
      slug.endsWith('trailing') ? 'OPENHOST-3.3-19' : body.requires.blob,
      why,
    );
  return [
    draft('length-more', 'with a length of one more', withBlob(body, blob, octets + 1), 'truncated'),
    draft('length-less', 'with a length of one less', withBlob(body, blob, octets - 1), 'truncated'),
    draft('length-0', 'with no blob', withBlob(body, ''), 'truncated'),
    draft(
      'length-513',
      'with a blob of 513 bytes',
      withBlob(body, blob.padEnd(1026, '0')),
      `${name}/blob-length`,
      'The length is refused before the blob is looked at.',
    ),
    draft(
      'length-little-endian',
      'with its length in little-endian',
      withBlob(body, blob, octets * 256),
      `${name}/blob-length`,
    ),
    draft(
      'blob-trailing',
      'with a byte behind the blob, and counted',
      withBlob(body, `${blob}00`),
      `${name}-blob/trailing-bytes`,
    ),
    draft(
      'trailing',
      'with a byte behind the blob, not counted',
      `${withBlob(body)}00`,
      `${name}/trailing-bytes`,
    ),
    draft('cut', 'without the last byte', cut(withBlob(body)), 'truncated'),
  ];
}

export function noBody(body: Body): Draft[] {
  const refuse = refusing({ ...boundary, beside: `v${body.version}` });
  const { blob } = body.requires;
  return [
    refuse(
      'separator-alone',
      'nothing but the separator',
      separator(body, body.version),
      'truncated',
      blob,
      length,
    ),
    refuse('nothing', 'no byte at all', '', 'truncated', blob, length),
  ];
}

const sealed = 'What is sealed is the tag and the body, not the body alone.';
const unwrap = accepting({ op: 'unwrap' });
const unwrapRefused = refusing({ op: 'unwrap', beside: 'zlib' });

export const unwraps = (slug: string, title: string, input: string, accept: JsonObject): Draft =>
  unwrap(slug, title, input, accept, 'OPENHOST-3.3-7', sealed);
export const refusesToUnwrap = (
  slug: string,
  title: string,
  input: string,
  reject: string,
  requires: string,
): Draft => unwrapRefused(slug, title, input, reject, requires, sealed);

/** Plaintexts that are no tag with a body behind it; `further` ones stand between those of the tag and of the stream. */
export function refusedPlaintexts(body: Body, further: readonly Draft[] = []): Draft[] {
  const good = withBlob(body);
  return [
    refusesToUnwrap('no-tag', 'a body without a tag', good, 'compression/tag', 'OPENHOST-3.3-3'),
    refusesToUnwrap('tag-03', 'a body under tag 0x03', `03${good}`, 'compression/tag', 'OPENHOST-3.3-3'),
    ...further,
    refusesToUnwrap(
      'checksum',
      'a good body under a wrong checksum',
      `${cut(wrapped(good))}ff`,
      'zlib/checksum',
      'OPENHOST-3.3-8',
    ),
    refusesToUnwrap(
      'body-trailing',
      'a byte more inside the stream',
      wrapped(`${good}00`),
      `${body.name}/trailing-bytes`,
      'OPENHOST-3.3-19',
    ),
  ];
}

export const wraps = ({ name, version, requires }: Body, input: JsonObject, accept: JsonObject): Draft =>
  accepting({ op: 'wrap', by: 'reopening' })(
    `v${version}`,
    `an ${name} is sent under tag 0x02`,
    input,
    { compression_tag: 2, ...accept },
    ['OPENHOST-3.3-6', requires.sent],
    'Encoders have to use tag 0x02; the level is theirs, so the stream is opened.',
  );
