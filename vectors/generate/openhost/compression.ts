/** Section 3.3: the compression tag, and what may follow it. */

import { accepting } from '../drafted.js';
import { cut, times } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';
import { body, good, runOf } from './compression.parts.js';
import { refused } from './compression.refused.js';
import { stored, wrapped, zlib } from './deflate.js';

const stream = good.slice(2);

const dialects = ['spec', 'deployed'] as const;
type Dialect = (typeof dialects)[number];

/** The output of zlib 1.3.1 for the body, in each of its ways to compress. */
const deflated: readonly [slug: string, title: string, stream: string][] = [
  [
    'level-0',
    'zlib level 0',
    '7801014300bcff6f70656e686f73742d6f666665722d696e6e6572332c206f70656e686f73742d6f666665722d696e6e6572322c206f70656e686f73742d6f666665722d696e6e6572315e991917',
  ],
  ['level-1', 'zlib level 1', '7801cb2f48cdcbc82f2ed1cd4f4b4b2dd2cdcccb4b2d32d651c8c7226c845dd810005e991917'],
  ['level-2', 'zlib level 2', '785ecb2f48cdcbc82f2ed1cd4f4b4b2dd2cdcccb4b2d32d651c8c7226c845dd810005e991917'],
  ['level-6', 'zlib level 6', '789ccb2f48cdcbc82f2ed1cd4f4b4b2dd2cdcccb4b2d32d651c8c7226c845dd810005e991917'],
  ['level-7', 'zlib level 7', '78dacb2f48cdcbc82f2ed1cd4f4b4b2dd2cdcccb4b2d32d651c8c7226c845dd810005e991917'],
  [
    'huffman-only',
    'zlib strategy huffman-only',
    '780105c1c10dc0300803c055324078b49dc9083e3602f657ef546068d6e48eb624d1df3d2a30346b72475b92e8f71e15189a35b9a32d49f4f3035e991917',
  ],
  [
    'window-9',
    'zlib with a window of 512 bytes',
    '18d3cb2f48cdcbc82f2ed1cd4f4b4b2dd2cdcccb4b2d32d651c8c7226c845dd810005e991917',
  ],
];

function accepted(): Draft[] {
  const unwraps = accepting({ op: 'unwrap' });
  const both = ['OPENHOST-3.3-7', 'OPENHOST-3.3-8'];
  const [half, other] = [body.slice(0, 40), body.slice(40)];
  const any = 'A decoder that supports only some levels or blocks rejects valid streams.';
  const header = 'A decoder that requires one header value rejects streams of other zlib settings.';
  return [
    unwraps(
      'literal',
      'tag 0x01: the body itself',
      `01${body}`,
      body,
      'OPENHOST-3.3-7',
      'Peers that were built before v0.1 send this.',
    ),
    unwraps(
      'literal-empty',
      'tag 0x01 and no body',
      '01',
      '',
      'OPENHOST-3.3-7',
      'The tag alone determines the format. A decoder that inspects the body rejects valid ones.',
    ),
    unwraps(
      'literal-of-zlib',
      'tag 0x01 and a zlib stream: the stream is the body',
      `01${stream}`,
      stream,
      'OPENHOST-3.3-7',
      'A decoder that detects zlib by its first byte inflates an uncompressed body.',
    ),
    unwraps('zlib', 'tag 0x02: one stored block', good, body, both, any),
    unwraps(
      'two-blocks',
      'two stored blocks',
      `02${zlib(stored(half, false) + stored(other), body)}`,
      body,
      both,
      any,
    ),
    unwraps(
      'empty-block',
      'an empty block at the end',
      `02${zlib(stored(body, false) + stored(''), body)}`,
      body,
      both,
      any,
    ),
    unwraps('nothing', 'a stream of an empty body', wrapped(''), '', both, any),
    unwraps('run', 'matches that overlap what they make', runOf(300), times('41', 300), both, any),
    ...deflated.map(([slug, title, stream]) => unwraps(slug, title, `02${stream}`, body, both, any)),
    ...['7801', '785e', '78da', '1819', '2815'].map((value) =>
      unwraps(`header-${value}`, `a header of 0x${value}`, wrapped(body, value), body, both, header),
    ),
    ...[65_535, 65_536].map((length) =>
      unwraps(
        `inflates-to-${length}`,
        `a stream that inflates to ${length} bytes`,
        runOf(length),
        times('41', length),
        'OPENHOST-3.3-5',
        'A decoder with an off-by-one bound rejects the largest allowed body.',
        { tags: ['boundary'] },
      ),
    ),
  ];
}

/** The RFC 1950 encoding of the text, and what deployed decoders accept in its place. */
function ends(dialect: Dialect): Draft[] {
  const shared = { op: 'unwrap', given: { dialect }, dialect, requires: ['OPENHOST-3.3-9'] };
  const spoiled: readonly [slug: string, title: string, input: string, code: string][] = [
    ['no-checksum', 'a stream without its checksum', cut(good, 4), 'zlib/no-checksum'],
    ['half-checksum', 'a stream with half of its checksum', cut(good, 2), 'zlib/no-checksum'],
    ['three-quarters', 'a stream without the last byte of its checksum', cut(good, 1), 'zlib/no-checksum'],
    ['trailing-byte', 'a stream with a byte after it', `${good}00`, 'zlib/trailing-bytes'],
    ['trailing-stream', 'a stream with a second stream after it', good + stream, 'zlib/trailing-bytes'],
  ];
  return [
    {
      ...shared,
      slug: `unwrap-complete-${dialect}`,
      title: 'a complete stream, alone',
      input: good,
      accept: body,
      why: 'This is the valid stream that the damaged ones are compared with.',
    },
    ...spoiled.map(
      ([slug, title, input, code]): Draft => ({
        ...shared,
        slug: `unwrap-${slug}-${dialect}`,
        title: dialect === 'spec' ? title : `${title}, in the deployed dialect`,
        input,
        why: 'Two decoders that differ here see two different bodies in one packet.',
        ...(dialect === 'spec'
          ? { reject: code, twin: 'unwrap-complete-spec' }
          : { accept: body, source: 'seen on the public implementation (OPENHOST-G21)' }),
      }),
    ),
  ];
}

function wrapping(): Draft[] {
  const opened = accepting({ op: 'wrap', by: 'reopening' });
  const draft = (
    slug: string,
    title: string,
    input: string,
    why: string,
    tags: readonly string[] = [],
  ): Draft =>
    opened(
      slug,
      title,
      input,
      { compression_tag: 2, body: input },
      ['OPENHOST-3.3-6', 'OPENHOST-3.3-4'],
      why,
      { tags },
    );
  const tag = 'Encoders must use tag 0x02 and may choose the level, so the test decompresses the stream.';
  const largest = times('41', 65_536);
  return [
    draft('text', 'a body of text', body, tag),
    draft(
      'noise',
      'a body that does not compress',
      '639536fe3055ba1c7e6a5fc53219f61cc6560b2045d36efa52da5e8547518980545af2fa2db7a5b5c422d882d0bd8effb5b288b1d6fe0389253ec7863bce113e',
      tag,
    ),
    draft('nothing', 'an empty body', '', tag),
    draft(
      'most',
      'the largest body',
      largest,
      'A decoder with an off-by-one bound rejects the largest allowed body.',
      ['boundary'],
    ),
    {
      slug: 'wrap-above',
      title: 'a body of 65537 bytes is not wrapped',
      requires: ['OPENHOST-3.3-4'],
      op: 'wrap',
      input: `${largest}41`,
      reject: 'compression/body-length',
      twin: 'wrap-most',
      why: 'Every decoder must reject it, so the peer gets no connection.',
      tags: ['boundary'],
    },
  ];
}

export const compressionRecipe: Recipe = {
  structure: 'openhost/compression',
  sections: ['3.3'],
  dialects,
  drafts: () => [...accepted(), ...refused(), ...dialects.flatMap(ends), ...wrapping()],
};
