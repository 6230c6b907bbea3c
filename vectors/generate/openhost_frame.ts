/** Section 4: frames of both shapes, and streams of them. */
import type { JsonObject } from '../../reference/structure.js';
import { cut, times, u8, u32, u32le } from './openhost_bytes.js';
import type { Draft, Recipe } from './recipe.js';

const types: readonly [slug: string, type: number][] = [
  ['request-head', 0x01],
  ['request-body', 0x02],
  ['request-end', 0x03],
  ['response-head', 0x11],
  ['response-body', 0x12],
  ['response-end', 0x13],
  ['ws-upgrade', 0x20],
  ['ws-frame', 0x21],
  ['auth-nonce', 0x30],
  ['auth-client', 0x31],
  ['auth-host', 0x32],
  ['error', 0xf0],
  ['ping', 0xfe],
  ['pong', 0xff],
];
const alwaysEmpty = new Set([0x03, 0x13, 0xfe, 0xff]);
const payloadOf = (type: number): string => (alwaysEmpty.has(type) ? '' : 'c0ffee');

const v2 = (type: number, id: number, payload: string, length = payload.length / 2): string =>
  `00${u8(type)}${u32(id)}${u32(length)}${payload}`;
const v1 = (type: number, payload: string, length = payload.length / 2): string =>
  `${u8(type)}${u32le(length)}${payload}`;
const frame = (type: number, request_id: number, payload: string): JsonObject => ({
  type,
  request_id,
  payload,
});

function everyType(): Draft[] {
  return types.flatMap(([slug, type]): Draft[] => [
    {
      slug: `encode-${slug}`,
      title: `${slug} is sent in the v2 shape`,
      requires: ['OPENHOST-4-1', 'OPENHOST-4-8', 'OPENHOST-4-10'],
      op: 'encode',
      input: frame(type, 7, payloadOf(type)),
      accept: v2(type, 7, payloadOf(type)),
      why: 'A v1 frame, or numbers in the other byte order, is garbage to every peer of today.',
    },
    {
      slug: `decode-v2-${slug}`,
      title: `${slug} in the v2 shape`,
      requires: ['OPENHOST-4-2', 'OPENHOST-4-10'],
      op: 'decode',
      input: v2(type, 7, payloadOf(type)),
      accept: frame(type, 7, payloadOf(type)),
      why: 'Each type has to be known: an unknown one ends the channel.',
    },
    {
      slug: `decode-v1-${slug}`,
      title: `${slug} in the v1 shape belongs to request 0`,
      requires: ['OPENHOST-4-2', 'OPENHOST-4-7', 'OPENHOST-4-9'],
      op: 'decode',
      input: v1(type, payloadOf(type)),
      accept: frame(type, 0, payloadOf(type)),
      why: 'Peers and fixtures of before v2 send this shape.',
      tags: ['legacy'],
    },
  ]);
}

function requestIds(): Draft[] {
  return [0, 1, 0x0102_0304, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff].flatMap((id): Draft[] => {
    const shared = { requires: ['OPENHOST-4-10'], tags: ['boundary'] };
    const why = 'A signed or little-endian reading gives the response to another request.';
    const hex = id.toString(16).padStart(8, '0');
    return [
      {
        ...shared,
        slug: `encode-id-${hex}`,
        title: `request id 0x${hex}`,
        op: 'encode',
        input: frame(2, id, 'aa'),
        accept: v2(2, id, 'aa'),
        why,
      },
      {
        ...shared,
        slug: `decode-id-${hex}`,
        title: `request id 0x${hex}`,
        op: 'decode',
        input: v2(2, id, 'aa'),
        accept: frame(2, id, 'aa'),
        why,
      },
    ];
  });
}

function lengths(): Draft[] {
  return [0, 1, 255, 256, 1000].flatMap((length): Draft[] => {
    const payload = times('5a', length);
    const why = 'Lengths of one byte cannot show a wrong byte order.';
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

/** The neighbours of every run of types that are defined. */
const reserved = [0x00, 0x04, 0x10, 0x14, 0x1f, 0x22, 0x2f, 0x33, 0x7f, 0x80, 0xef, 0xf1, 0xfd];

function reservedTypes(): Draft[] {
  const shared = {
    requires: ['OPENHOST-4-3'],
    reject: 'frame/type',
    why: 'A reserved type that is skipped hides a peer of another protocol version.',
    tags: ['boundary'],
  };
  return [
    ...reserved.map(
      (type): Draft => ({
        ...shared,
        slug: `decode-v2-type-${u8(type)}`,
        title: `type 0x${u8(type)} is reserved`,
        op: 'decode',
        input: v2(type, 7, 'c0ffee'),
        twin: 'decode-v2-request-body',
      }),
    ),
    ...reserved.slice(1).map(
      (type): Draft => ({
        ...shared,
        slug: `decode-v1-type-${u8(type)}`,
        title: `type 0x${u8(type)} is reserved in the v1 shape`,
        op: 'decode',
        input: v1(type, 'c0ffee'),
        twin: 'decode-v1-request-body',
      }),
    ),
    ...[0x00, 0x04, 0x33, 0xf1].map(
      (type): Draft => ({
        ...shared,
        slug: `encode-type-${u8(type)}`,
        title: `type 0x${u8(type)} is not sent`,
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
    why: 'Bytes behind the end of a body are where request smuggling begins.',
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
        title: `${slug} with a payload in the v1 shape`,
        op: 'decode',
        input: v1(type, '00'),
        twin: `decode-v1-${slug}`,
      },
      {
        ...shared,
        slug: `encode-${slug}-payload`,
        title: `${slug} is not sent with a payload`,
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
    why: 'The length says where a frame ends; reading less or more puts every later frame out of step.',
    tags: ['boundary'],
  });
  return [
    draft('nothing', 'no byte at all', '', 'truncated', 'v2'),
    draft('v2-cut-header', 'a v2 header without its last byte', good2.slice(0, 18), 'truncated', 'v2'),
    draft('v2-cut-payload', 'a v2 payload without its last byte', cut(good2), 'truncated', 'v2'),
    draft('v2-header-only', 'a v2 header without its payload', good2.slice(0, 20), 'truncated', 'v2'),
    draft('v2-trailing', 'a byte behind a v2 frame', `${good2}00`, 'frame/trailing-bytes', 'v2'),
    draft('v1-cut-header', 'a v1 header without its last byte', good1.slice(0, 8), 'truncated', 'v1'),
    draft('v1-cut-payload', 'a v1 payload without its last byte', cut(good1), 'truncated', 'v1'),
    draft('v1-trailing', 'a byte behind a v1 frame', `${good1}00`, 'frame/trailing-bytes', 'v1'),
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

const whole = (frames: readonly JsonObject[], pending = 0): JsonObject => ({ frames, pending });

function streams(): Draft[] {
  const a = v2(0x01, 1, '474554');
  const b = v2(0x03, 1, '');
  const c = v1(0x12, 'beef');
  const all = a + b + c;
  const framesOf = [frame(0x01, 1, '474554'), frame(0x03, 1, ''), frame(0x12, 0, 'beef')];
  const bytewise = all.match(/../g) ?? [];
  const draft = (slug: string, title: string, input: readonly string[], accept: JsonObject): Draft => ({
    slug: `stream-${slug}`,
    title,
    requires: ['OPENHOST-4-13'],
    op: 'stream',
    input,
    accept,
    why: 'Messages of a data channel need not end where frames do.',
  });
  return [
    draft('nothing', 'no chunk', [], whole([])),
    draft('empty-chunks', 'chunks without a byte', ['', '', ''], whole([])),
    draft('one-chunk', 'three frames in one chunk, v1 among v2', [all], whole(framesOf)),
    draft('a-frame-a-chunk', 'a frame a chunk', [a, b, c], whole(framesOf)),
    draft('bytewise', 'byte by byte', bytewise, whole(framesOf)),
    draft('in-pairs', 'two bytes at a time', all.match(/.{1,4}/g) ?? [], whole(framesOf)),
    draft('in-sevens', 'seven bytes at a time', all.match(/.{1,14}/g) ?? [], whole(framesOf)),
    draft(
      'empty-between',
      'with an empty chunk inside a payload',
      [a.slice(0, 22), '', all.slice(22)],
      whole(framesOf),
    ),
    draft(
      'header-then-payload',
      'cut between header and payload',
      [a.slice(0, 20), a.slice(20)],
      whole(framesOf.slice(0, 1)),
    ),
    draft('first-byte', 'the first byte of a v2 frame waits', [a, '00'], whole(framesOf.slice(0, 1), 1)),
    draft('v2-nine', 'nine bytes of a v2 header wait', [b.slice(0, 18)], whole([], 9)),
    draft('v1-four', 'four bytes of a v1 header wait', [c.slice(0, 8)], whole([], 4)),
    draft('v2-payload', 'all but the last byte of a payload waits', [cut(a)], whole([], 12)),
    draft('v1-payload', 'a v1 frame waits behind a whole one', [a + cut(c)], whole(framesOf.slice(0, 1), 6)),
    draft(
      'many',
      'a hundred frames in one chunk',
      [times(b, 100)],
      whole(new Array<JsonObject>(100).fill(frame(0x03, 1, ''))),
    ),
  ];
}

function announced(): Draft[] {
  const draft = (slug: string, title: string, input: string, pending: number): Draft => ({
    slug: `stream-${slug}`,
    title,
    requires: ['OPENHOST-4-11'],
    op: 'stream',
    input: [input],
    accept: whole([], pending),
    why: 'The longest frame has to be awaited, not refused.',
    tags: ['boundary'],
  });
  const refuse = (slug: string, title: string, input: string, twin: string): Draft => ({
    slug: `stream-${slug}`,
    title,
    requires: ['OPENHOST-4-11'],
    op: 'stream',
    input: [input],
    reject: 'frame/length',
    twin: `stream-${twin}`,
    why: 'Whoever waits for the payload first lets one header reserve gigabytes.',
    tags: ['boundary', 'security'],
  });
  return [
    draft('v2-length-below', 'a v2 header that announces 2^24 - 2', v2(0x02, 0, '', 0xff_fffe), 10),
    draft('v2-length-most', 'a v2 header that announces 2^24 - 1', v2(0x02, 0, '', 0xff_ffff), 10),
    draft('v1-length-below', 'a v1 header that announces 2^24 - 2', v1(0x02, '', 0xff_fffe), 5),
    draft('v1-length-most', 'a v1 header that announces 2^24 - 1', v1(0x02, '', 0xff_ffff), 5),
    refuse(
      'v2-length-above',
      'a v2 header that announces 2^24',
      v2(0x02, 0, '', 0x100_0000),
      'v2-length-most',
    ),
    refuse(
      'v2-length-highest',
      'a v2 header that announces 2^32 - 1',
      v2(0x02, 0, '', 0xffff_ffff),
      'v2-length-most',
    ),
    refuse(
      'v2-length-sign',
      'a v2 header that announces 2^31',
      v2(0x02, 0, '', 0x8000_0000),
      'v2-length-most',
    ),
    refuse('v1-length-above', 'a v1 header that announces 2^24', v1(0x02, '', 0x100_0000), 'v1-length-most'),
    refuse(
      'v1-length-highest',
      'a v1 header that announces 2^32 - 1',
      v1(0x02, '', 0xffff_ffff),
      'v1-length-most',
    ),
    ...(
      [
        [
          'v2-second-frame',
          'a reserved type behind a whole frame',
          v2(0x03, 1, '') + v2(0x04, 1, ''),
          'frame/type',
        ],
        [
          'v1-second-frame',
          'a reserved v1 type behind a whole frame',
          v2(0x03, 1, '') + v1(0x7f, ''),
          'frame/type',
        ],
        [
          'ping-with-payload',
          'a ping with a payload behind a whole frame',
          v2(0x03, 1, '') + v2(0xfe, 0, '00'),
          'frame/not-empty',
        ],
      ] as const
    ).map(
      ([slug, title, input, reject]): Draft => ({
        slug: `stream-${slug}`,
        title,
        requires: [reject === 'frame/not-empty' ? 'OPENHOST-4-12' : 'OPENHOST-4-3'],
        op: 'stream',
        input: [input],
        reject,
        twin: 'stream-one-chunk',
        why: 'Skipping what is malformed loses the place in the stream.',
      }),
    ),
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
