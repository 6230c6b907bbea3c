/** Section 3.3: the compression tag, and what may stand behind it. */

import { cut, set, text, times } from './openhost_bytes.js';
import { adler, reachBack, run, stored, zlib } from './openhost_deflate.js';
import type { Draft, Recipe } from './recipe.js';

const dialects = ['spec', 'deployed'] as const;
type Dialect = (typeof dialects)[number];

const body = text('openhost-offer-inner3, openhost-offer-inner2, openhost-offer-inner1');
const plain = zlib(stored(body), body);

/** What zlib 1.3.1 makes of the body, once for each way it has of making it. */
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
  const draft = (
    slug: string,
    title: string,
    input: string,
    accept: string,
    why: string,
    requires = ['OPENHOST-3.3-7', 'OPENHOST-3.3-8'],
    tags: readonly string[] = [],
  ): Draft => ({
    slug: `unwrap-${slug}`,
    title,
    requires,
    op: 'unwrap',
    input,
    accept,
    why,
    tags,
  });
  const [half, other] = [body.slice(0, 40), body.slice(40)];
  const any = 'An encoder may use any level and any kind of block.';
  const header = 'The header says which level and window made the stream; both change nothing.';
  return [
    draft('literal', 'tag 0x01: the body itself', `01${body}`, body, 'Peers of before v0.1 send this.', [
      'OPENHOST-3.3-7',
    ]),
    draft(
      'literal-empty',
      'tag 0x01 and no body',
      '01',
      '',
      'The tag alone decides; what a body has to be is for its reader.',
      ['OPENHOST-3.3-7'],
    ),
    draft(
      'literal-of-zlib',
      'tag 0x01 and a zlib stream: the stream is the body',
      `01${plain}`,
      plain,
      'Sniffing for 0x78 inflates what was not deflated.',
      ['OPENHOST-3.3-7'],
    ),
    draft('zlib', 'tag 0x02: one stored block', `02${plain}`, body, any),
    draft(
      'two-blocks',
      'two stored blocks',
      `02${zlib(stored(half, false) + stored(other), body)}`,
      body,
      any,
    ),
    draft(
      'empty-block',
      'an empty block at the end',
      `02${zlib(stored(body, false) + stored(''), body)}`,
      body,
      any,
    ),
    draft('nothing', 'a stream of nothing', `02${zlib(stored(''), '')}`, '', any),
    draft(
      'run',
      'matches that overlap what they make',
      `02${zlib(run(0x41, 300), times('41', 300))}`,
      times('41', 300),
      any,
    ),
    ...deflated.map(([slug, title, stream]) => draft(slug, title, `02${stream}`, body, any)),
    ...(['7801', '785e', '78da', '0815', '1819', '2815', '381d', '4815', '5819', '6815'] as const)
      .filter((value) => Number.parseInt(value, 16) % 31 === 0)
      .map((value) =>
        draft(
          `header-${value}`,
          `a header of 0x${value}`,
          `02${zlib(stored(body), body, value)}`,
          body,
          header,
        ),
      ),
    ...[65_535, 65_536].map((length) =>
      draft(
        `inflates-to-${length}`,
        `a stream that inflates to ${length} bytes`,
        `02${zlib(run(0x41, length), times('41', length))}`,
        times('41', length),
        'The bound itself is allowed.',
        ['OPENHOST-3.3-5'],
        ['boundary'],
      ),
    ),
  ];
}

function refused(): Draft[] {
  const draft = (
    slug: string,
    title: string,
    input: string,
    reject: string,
    why: string,
    requires = 'OPENHOST-3.3-8',
    twin = 'zlib',
  ): Draft => ({
    slug: `unwrap-${slug}`,
    title,
    requires: [requires],
    op: 'unwrap',
    input,
    reject,
    twin: `unwrap-${twin}`,
    why,
  });
  const tag = 'The tag is how later codecs are told apart; a guess reads one as another.';
  const damaged = 'A damaged stream that is read is a body nobody wrote.';
  const bomb = (length: number): string => `02${zlib(run(0x41, length), times('41', length))}`;
  const tooLong = 'Without the bound a packet of 1000 bytes fills a megabyte, and a nest of them a daemon.';
  const good = `02${plain}`;
  const back = reachBack();
  return [
    ...['00', '03', '78', '80', 'ff'].map((value) =>
      draft(`tag-${value}`, `tag 0x${value}`, set(good, 0, value), 'compression/tag', tag, 'OPENHOST-3.3-3'),
    ),
    draft('no-tag', 'no byte at all', '', 'truncated', tag, 'OPENHOST-3.3-3'),
    draft('tag-alone', 'tag 0x02 and nothing', '02', 'zlib/truncated', damaged),
    draft(
      'inflates-to-65537',
      'a stream that inflates to 65537 bytes',
      bomb(65_537),
      'deflate/too-long',
      tooLong,
      'OPENHOST-3.3-5',
      'inflates-to-65536',
    ),
    draft(
      'inflates-to-131072',
      'a stream that inflates to twice the bound',
      bomb(131_072),
      'deflate/too-long',
      tooLong,
      'OPENHOST-3.3-5',
      'inflates-to-65536',
    ),
    draft(
      'bomb',
      'a stream that inflates to a megabyte',
      bomb(1 << 20),
      'deflate/too-long',
      tooLong,
      'OPENHOST-3.3-5',
      'inflates-to-65536',
    ),
    draft(
      'raw-deflate',
      'deflate without the frame of zlib',
      `02${stored(body)}`,
      'zlib/method',
      'RFC 1951 is not RFC 1950.',
    ),
    draft(
      'gzip',
      'a gzip stream',
      `021f8b0800000000000003cb2f48cdcbc82f2ed1cd4f4b4b2dd2cdcccb4b2d32d651c8c7226c845dd8100018da89de43000000`,
      'zlib/method',
      'RFC 1952 is not RFC 1950.',
    ),
    draft(
      'method-7',
      'compression method 7',
      `02${zlib(stored(body), body, '7704')}`,
      'zlib/method',
      damaged,
    ),
    draft(
      'window-8',
      'a window beyond 32 KiB',
      `02${zlib(stored(body), body, '8819')}`,
      'zlib/method',
      damaged,
    ),
    draft(
      'header-check',
      'a header check that does not add up',
      set(good, 2, '9d'),
      'zlib/header-check',
      damaged,
    ),
    draft(
      'dictionary',
      'a preset dictionary',
      `02${zlib(stored(body), body, '78bb')}`,
      'zlib/dictionary',
      'Nobody has agreed on a dictionary.',
    ),
    draft(
      'block-type-3',
      'the block type that there is not',
      set(good, 3, '07'),
      'deflate/block-type',
      damaged,
    ),
    draft(
      'stored-length',
      'a stored length that its complement denies',
      set(good, 6, 'ff'),
      'deflate/stored-length',
      damaged,
    ),
    draft('not-last', 'no last block', `02789c${stored(body, false)}`, 'deflate/truncated', damaged),
    draft('cut-block', 'a block without its end', good.slice(0, 60), 'deflate/truncated', damaged),
    draft(
      'distance',
      'a match that reaches back before the beginning',
      `02${zlib(back.deflated, back.zeroed)}`,
      'deflate/distance',
      damaged,
    ),
    draft(
      'checksum-first',
      'a checksum with its first byte altered',
      set(good, -4, '00'),
      'zlib/checksum',
      damaged,
    ),
    draft(
      'checksum-last',
      'a checksum with its last byte altered',
      set(good, -1, '00'),
      'zlib/checksum',
      damaged,
    ),
    draft(
      'checksum-little-endian',
      'a checksum in little-endian',
      cut(good, 4) + (adler(body).match(/../g) ?? []).reverse().join(''),
      'zlib/checksum',
      damaged,
    ),
    draft('body-altered', 'a byte of the body altered', set(good, 8, '50'), 'zlib/checksum', damaged),
  ];
}

/** What the text calls the RFC 1950 encoding, and what deployed decoders let pass for it. */
function ends(dialect: Dialect): Draft[] {
  const good = `02${plain}`;
  const shared = { op: 'unwrap', given: { dialect }, dialect, requires: ['OPENHOST-3.3-9'] };
  const spoiled: readonly [slug: string, title: string, input: string, code: string][] = [
    ['no-checksum', 'no checksum', cut(good, 4), 'zlib/no-checksum'],
    ['half-checksum', 'half a checksum', cut(good, 2), 'zlib/no-checksum'],
    ['three-quarters', 'a checksum without its last byte', cut(good, 1), 'zlib/no-checksum'],
    ['trailing-byte', 'a byte behind the stream', `${good}00`, 'zlib/trailing-bytes'],
    ['trailing-stream', 'a second stream behind the first', good + plain, 'zlib/trailing-bytes'],
  ];
  return [
    {
      ...shared,
      slug: `unwrap-complete-${dialect}`,
      title: 'a complete stream, alone',
      input: good,
      accept: body,
      why: 'What the spoiled ones are compared with.',
    },
    ...spoiled.map(
      ([slug, title, input, code]): Draft => ({
        ...shared,
        slug: `unwrap-${slug}-${dialect}`,
        title: dialect === 'spec' ? `${title} is refused` : `${title} passes a deployed decoder`,
        input,
        why: 'Two decoders that differ here see two bodies, or one and none, in the same packet.',
        ...(dialect === 'spec'
          ? { reject: code, twin: 'unwrap-complete-spec' }
          : { accept: body, source: 'seen on the public implementation (OPENHOST-G21)' }),
      }),
    ),
  ];
}

function wrapping(): Draft[] {
  const draft = (
    slug: string,
    title: string,
    input: string,
    why: string,
    tags: readonly string[] = [],
  ): Draft => ({
    slug: `wrap-${slug}`,
    title,
    requires: ['OPENHOST-3.3-6', 'OPENHOST-3.3-4'],
    op: 'wrap',
    input,
    accept: { compression_tag: 2, body: input },
    by: 'reopening',
    why,
    tags,
  });
  const tag = 'Encoders have to use tag 0x02; the level is theirs, so the stream is opened.';
  const largest = times('41', 65_536);
  return [
    draft('text', 'a body of text', body, tag),
    draft(
      'noise',
      'a body that does not compress',
      '639536fe3055ba1c7e6a5fc53219f61cc6560b2045d36efa52da5e8547518980545af2fa2db7a5b5c422d882d0bd8effb5b288b1d6fe0389253ec7863bce113e',
      tag,
    ),
    draft('nothing', 'no body', '', tag),
    draft('most', 'the largest body', largest, 'The bound itself is allowed.', ['boundary']),
    {
      slug: 'wrap-above',
      title: 'a body of 65537 bytes is not wrapped',
      requires: ['OPENHOST-3.3-4'],
      op: 'wrap',
      input: `${largest}41`,
      reject: 'compression/body-length',
      twin: 'wrap-most',
      why: 'Every decoder has to refuse it.',
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
