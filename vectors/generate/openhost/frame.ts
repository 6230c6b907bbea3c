import { bothWays } from '../drafted.js';
import { cut, times, u8, u32 } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';
import { alwaysEmpty, frame, payloadOf, types, v1, v2 } from './frame.parts.js';
import { announced, streams } from './frame.streams.js';

function everyType(): Draft[] {
  return types.flatMap(([slug, type]): Draft[] => [
    {
      slug: `encode-${slug}`,
      title: `${slug} as a version 2 frame`,
      requires: ['OPENHOST-4-1', 'OPENHOST-4-8', 'OPENHOST-4-10'],
      op: 'encode',
      input: frame(type, 7, payloadOf(type)),
      accept: v2(type, 7, payloadOf(type)),
      why: 'Peers of today misread a version 1 frame, or numbers in the other byte order.',
    },
    {
      slug: `decode-v2-${slug}`,
      title: `${slug} in a version 2 frame`,
      requires: ['OPENHOST-4-2', 'OPENHOST-4-10'],
      op: 'decode',
      input: v2(type, 7, payloadOf(type)),
      accept: frame(type, 7, payloadOf(type)),
      why: 'A decoder that does not know the type ends the channel.',
    },
    {
      slug: `decode-v1-${slug}`,
      title: `${slug} in a version 1 frame, as request 0`,
      requires: ['OPENHOST-4-2', 'OPENHOST-4-7', 'OPENHOST-4-9'],
      op: 'decode',
      input: v1(type, payloadOf(type)),
      accept: frame(type, 0, payloadOf(type)),
      why: 'Peers and fixtures that were built before version 2 send this layout.',
      tags: ['legacy'],
    },
  ]);
}

function requestIds(): Draft[] {
  return [0, 1, 0x0102_0304, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff].flatMap((id): Draft[] => {
    const hex = u32(id);
    const [read, written] = bothWays(
      {
        slug: `id-${hex}`,
        title: `request id 0x${hex}`,
        requires: ['OPENHOST-4-10'],
        why: 'A decoder with signed or little-endian numbers gives the response to another request.',
        tags: ['boundary'],
      },
      v2(2, id, 'aa'),
      frame(2, id, 'aa'),
    );
    return [written, read];
  });
}

function lengths(): Draft[] {
  return [0, 1, 255, 256, 1000].flatMap((length): Draft[] => {
    const payload = times('5a', length);
    const why = 'Only a length of several bytes shows a wrong byte order.';
    const shared = { requires: ['OPENHOST-4-9', 'OPENHOST-4-10', 'OPENHOST-4-11'], why, tags: ['boundary'] };
    const drafts: Draft[] = [
      {
        ...shared,
        slug: `decode-v2-length-${length}`,
        title: `a v2 payload of ${length} bytes`,
        op: 'decode',
        input: v2(0x12, 1, payload),
        accept: frame(0x12, 1, payload),
      },
    ];
    if (length > 256) return drafts;
    return [
      ...drafts,
      {
        ...shared,
        slug: `decode-v1-length-${length}`,
        title: `a v1 payload of ${length} bytes`,
        op: 'decode',
        input: v1(0x12, payload),
        accept: frame(0x12, 0, payload),
      },
      {
        ...shared,
        slug: `encode-length-${length}`,
        title: `a payload of ${length} bytes`,
        op: 'encode',
        input: frame(0x12, 1, payload),
        accept: v2(0x12, 1, payload),
      },
    ];
  });
}

/** The types next to each range of defined types. */
const reserved = [0x00, 0x04, 0x10, 0x14, 0x1f, 0x22, 0x2f, 0x33, 0x7f, 0x80, 0xef, 0xf1, 0xfd];

function reservedTypes(): Draft[] {
  const shared = {
    requires: ['OPENHOST-4-3'],
    reject: 'frame/type',
    why: 'A decoder that skips a reserved type hides a peer with another protocol version.',
    tags: ['boundary'],
  };
  return [
    ...reserved.map(
      (type): Draft => ({
        ...shared,
        slug: `decode-v2-type-${u8(type)}`,
        title: `reserved type 0x${u8(type)}`,
        op: 'decode',
        input: v2(type, 7, 'c0ffee'),
        twin: 'decode-v2-request-body',
      }),
    ),
    ...reserved.slice(1).map(
      (type): Draft => ({
        ...shared,
        slug: `decode-v1-type-${u8(type)}`,
        title: `reserved type 0x${u8(type)} in a version 1 frame`,
        op: 'decode',
        input: v1(type, 'c0ffee'),
        twin: 'decode-v1-request-body',
      }),
    ),
    ...[0x00, 0x04, 0x33, 0xf1].map(
      (type): Draft => ({
        ...shared,
        slug: `encode-type-${u8(type)}`,
        title: `reserved type 0x${u8(type)}`,
        op: 'encode',
        input: frame(type, 7, 'c0ffee'),
        twin: 'encode-request-body',
      }),
    ),
  ];
}

function emptyTypes(): Draft[] {
  const shared = {
    requires: ['OPENHOST-4-12'],
    reject: 'frame/not-empty',
    why: 'Bytes after the end of a body allow request smuggling.',
  };
  return types
    .filter(([, type]) => alwaysEmpty.has(type))
    .flatMap(([slug, type]): Draft[] => [
      {
        ...shared,
        slug: `decode-v2-${slug}-payload`,
        title: `${slug} with a payload`,
        op: 'decode',
        input: v2(type, 7, '00'),
        twin: `decode-v2-${slug}`,
      },
      {
        ...shared,
        slug: `decode-v1-${slug}-payload`,
        title: `${slug} with a payload in a version 1 frame`,
        op: 'decode',
        input: v1(type, '00'),
        twin: `decode-v1-${slug}`,
      },
      {
        ...shared,
        slug: `encode-${slug}-payload`,
        title: `${slug} with a payload`,
        op: 'encode',
        input: frame(type, 7, '00'),
        twin: `encode-${slug}`,
      },
    ]);
}

function stretches(): Draft[] {
  const good2 = v2(0x02, 7, 'c0ffee');
  const good1 = v1(0x02, 'c0ffee');
  const draft = (slug: string, title: string, input: string, reject: string, shape: string): Draft => ({
    slug: `decode-${slug}`,
    title,
    requires: ['OPENHOST-4-9', 'OPENHOST-4-10'],
    op: 'decode',
    input,
    reject,
    twin: `decode-${shape}-request-body`,
    why: 'A decoder that reads fewer or more bytes than the length misreads every later frame.',
    tags: ['boundary'],
  });
  return [
    draft('nothing', 'an empty input', '', 'truncated', 'v2'),
    draft('v2-cut-header', 'a v2 header without its last byte', good2.slice(0, 18), 'truncated', 'v2'),
    draft('v2-cut-payload', 'a v2 payload without its last byte', cut(good2), 'truncated', 'v2'),
    draft('v2-header-only', 'a v2 header without its payload', good2.slice(0, 20), 'truncated', 'v2'),
    draft('v2-trailing', 'a byte after a version 2 frame', `${good2}00`, 'frame/trailing-bytes', 'v2'),
    draft('v1-cut-header', 'a v1 header without its last byte', good1.slice(0, 8), 'truncated', 'v1'),
    draft('v1-cut-payload', 'a v1 payload without its last byte', cut(good1), 'truncated', 'v1'),
    draft('v1-trailing', 'a byte after a version 1 frame', `${good1}00`, 'frame/trailing-bytes', 'v1'),
    draft(
      'v2-length-little-endian',
      'a v2 length in little-endian',
      `000200000007${'03000000'}c0ffee`,
      'frame/length',
      'v2',
    ),
    draft('v1-length-big-endian', 'a v1 length in big-endian', `02${'00000003'}c0ffee`, 'frame/length', 'v1'),
  ];
}

export const frameRecipe: Recipe = {
  structure: 'openhost/frame',
  sections: ['4'],
  drafts: () => [
    ...everyType(),
    ...requestIds(),
    ...lengths(),
    ...reservedTypes(),
    ...emptyTypes(),
    ...stretches(),
    ...streams(),
    ...announced(),
  ],
};
