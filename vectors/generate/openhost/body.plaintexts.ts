/** Section 3.3: bodies as plaintexts of a sealed box, in both directions. */
import type { JsonObject } from '../../../reference/structure.js';
import { accepting, refusing } from '../drafted.js';
import { cut } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { type Body, withBlob } from './body.js';
import { wrapped } from './deflate.js';

const sealed = 'A peer that seals the body without its compression tag is not understood.';
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

/** Plaintexts without a valid tag and body. `further` ones come after those about the tag, and before those about the stream. */
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
    `an ${name} under tag 0x02`,
    input,
    { compression_tag: 2, ...accept },
    ['OPENHOST-3.3-6', requires.sent],
    'Encoders must use tag 0x02 and may choose the level, so the test decompresses the stream.',
  );
