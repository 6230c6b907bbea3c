/** Section 3.3: rejected bodies of offers and answers. */
import { refusing } from '../drafted.js';
import { cut, set, text } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { type Body, sdpAt, separator, withBlob, withSdp } from './body.js';

export const length = 'A decoder that trusts the length reads past the end or ignores bytes.';

const boundary = { op: 'decode', tags: ['boundary'] };

/** A body under the separator of another version. */
const called = (body: Body, version: number, whole: string): string =>
  separator(body, version) + whole.slice(separator(body, version).length);

/** Separators of unknown versions and of the other kind. `further` ones come before the latter. */
export function wrongSeparators(
  body: Body,
  further: readonly [slug: string, title: string, input: string][] = [],
): Draft[] {
  const { name, version, requires } = body;
  const refuse = refusing({ ...boundary, beside: `v${version}` });
  const good = withBlob(body);
  const other = name === 'offer' ? 'answer' : 'offer';
  const wrong: readonly [slug: string, title: string, input: string][] = [
    ['version-0', 'version 0', called(body, 0, good)],
    [`version-${version + 1}`, `version ${version + 1}`, called(body, version + 1, good)],
    ['separator-first', 'a changed first byte of the separator', set(good, 0, '4f')],
    ...further,
    [
      `separator-of-${other}`,
      `the separator of an ${other}`,
      separator({ ...body, name: other }, version) + good.slice(separator(body, version).length),
    ],
  ];
  return wrong.map(([slug, title, input]) =>
    refuse(
      slug,
      title,
      input,
      `${name}/separator`,
      requires.blob,
      'Without a check of the separator a text of another protocol is read as this one.',
    ),
  );
}

/** Each layout under the version of the other. */
export function wrongVersions(body: Body): Draft[] {
  const { version, requires } = body;
  const why = 'The version determines the layout, so a decoder that ignores it misreads every later field.';
  const draft = (is: number, said: number, input: string, clause: string): Draft =>
    refusing({ ...boundary, beside: `v${said}` })(
      `v${is}-as-v${said}`,
      `a version ${is} body called version ${said}`,
      called(body, said, input),
      'truncated',
      clause,
      why,
    );
  return [draft(version, 1, withBlob(body), requires.sdp), draft(1, version, withSdp(body), requires.blob)];
}

/** Wrong lengths of an SDP, and an SDP that is not text. */
export function wrongSdps(body: Body, whyText: string): Draft[] {
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
      'A decoder that allocates before it checks the length allocates 4 GiB.',
    ),
    draft('little-endian', 'its length in little-endian', octets * 0x100_0000, 'truncated'),
    refuse(
      'v1-not-utf8',
      'version 1 with an SDP that is no UTF-8',
      set(withSdp(body), sdpAt(body), 'ff'),
      'utf8/invalid',
      body.requires.sdp,
      whyText,
    ),
  ];
}

/** Blobs that are longer or shorter than their length field says, or than a blob may be. */
export function wrongBlobs(body: Body): Draft[] {
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
      reject.endsWith('trailing-bytes') ? 'OPENHOST-3.3-19' : body.requires.blob,
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
      'A decoder that reads the blob first reads past its limit.',
    ),
    draft(
      'length-little-endian',
      'with its length in little-endian',
      withBlob(body, blob, octets * 256),
      `${name}/blob-length`,
    ),
    draft(
      'blob-trailing',
      'with a byte after the blob that the length includes',
      withBlob(body, `${blob}00`),
      `${name}-blob/trailing-bytes`,
    ),
    draft(
      'trailing',
      'with a byte after the blob that the length excludes',
      `${withBlob(body)}00`,
      `${name}/trailing-bytes`,
    ),
    draft('cut', 'an input without its last byte', cut(withBlob(body)), 'truncated'),
  ];
}

/** Bodies that end before a length: within the last field of the head, before the head, and before the separator. */
export function noBody(body: Body, last: 'key' | 'hash'): Draft[] {
  const refuse = refusing({ ...boundary, beside: `v${body.version}` });
  const draft = (slug: string, title: string, input: string): Draft =>
    refuse(slug, title, input, 'truncated', body.requires.blob, length);
  const whole = separator(body, body.version);
  return [
    draft(`${last}-cut`, `an input that ends after 31 bytes of the ${last}`, cut(whole + body.head)),
    draft('separator-alone', 'an input of the separator alone', whole),
    draft('nothing', 'an empty input', ''),
  ];
}
