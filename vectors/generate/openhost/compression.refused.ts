/** Section 3.3: unknown tags, and streams that are not RFC 1950 encodings of a body. */
import { refusing } from '../drafted.js';
import { cut, set } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { body, good, runOf } from './compression.parts.js';
import { adler, reachBack, stored, wrapped, zlib } from './deflate.js';

const refuse = refusing({ op: 'unwrap', beside: 'zlib' });

const spoiled = (
  slug: string,
  title: string,
  input: string,
  reject: string,
  why = 'A decoder that ignores the damage reads a body that nobody sent.',
): Draft => refuse(slug, title, input, reject, 'OPENHOST-3.3-8', why);

const bomb = (slug: string, title: string, length: number): Draft =>
  refuse(
    slug,
    title,
    runOf(length),
    'deflate/too-long',
    'OPENHOST-3.3-5',
    'Without the bound a packet of 1000 bytes grows to a megabyte, and many of them exhaust the memory.',
    { beside: 'inflates-to-65536' },
  );

export function refused(): Draft[] {
  const tag = 'A decoder that guesses the format of an unknown tag misreads later formats.';
  const back = reachBack();
  return [
    ...['00', '03', '78', '80', 'ff'].map((value) =>
      refuse(`tag-${value}`, `tag 0x${value}`, set(good, 0, value), 'compression/tag', 'OPENHOST-3.3-3', tag),
    ),
    refuse('no-tag', 'an empty input', '', 'truncated', 'OPENHOST-3.3-3', tag),
    spoiled('tag-alone', 'tag 0x02 without a stream', '02', 'zlib/truncated'),
    bomb('inflates-to-65537', 'a stream that inflates to 65537 bytes', 65_537),
    bomb('inflates-to-131072', 'a stream that inflates to twice the bound', 131_072),
    bomb('bomb', 'a stream that inflates to a megabyte', 1 << 20),
    spoiled(
      'raw-deflate',
      'deflate without the frame of zlib',
      `02${stored(body)}`,
      'zlib/method',
      'A decoder that also accepts raw RFC 1951 data skips the checksum of RFC 1950.',
    ),
    spoiled(
      'gzip',
      'a gzip stream',
      `021f8b0800000000000003cb2f48cdcbc82f2ed1cd4f4b4b2dd2cdcccb4b2d32d651c8c7226c845dd8100018da89de43000000`,
      'zlib/method',
      'A decoder that detects gzip accepts streams that other decoders reject.',
    ),
    spoiled('method-7', 'compression method 7', wrapped(body, '7704'), 'zlib/method'),
    spoiled('window-8', 'a window beyond 32 KiB', wrapped(body, '8819'), 'zlib/method'),
    spoiled('header-check', 'a header check that does not add up', set(good, 2, '9d'), 'zlib/header-check'),
    spoiled(
      'dictionary',
      'a preset dictionary',
      wrapped(body, '78bb'),
      'zlib/dictionary',
      'No dictionary is agreed, so two decoders could read two bodies.',
    ),
    spoiled('block-type-3', 'the block type that there is not', set(good, 3, '07'), 'deflate/block-type'),
    spoiled(
      'stored-length',
      'a stored length that its complement denies',
      set(good, 6, 'ff'),
      'deflate/stored-length',
    ),
    spoiled('not-last', 'no last block', `02789c${stored(body, false)}`, 'deflate/truncated'),
    spoiled('cut-block', 'a block without its end', good.slice(0, 60), 'deflate/truncated'),
    spoiled(
      'distance',
      'a match that reaches back before the beginning',
      `02${zlib(back.deflated, back.zeroed)}`,
      'deflate/distance',
    ),
    spoiled('checksum-first', 'a checksum with its first byte altered', set(good, -4, '00'), 'zlib/checksum'),
    spoiled('checksum-last', 'a checksum with its last byte altered', set(good, -1, '00'), 'zlib/checksum'),
    spoiled(
      'checksum-little-endian',
      'a checksum in little-endian',
      cut(good, 4) + (adler(body).match(/../g) ?? []).reverse().join(''),
      'zlib/checksum',
    ),
    spoiled('body-altered', 'a byte of the body altered', set(good, 8, '50'), 'zlib/checksum'),
  ];
}
