/** The bytes between two tunnel programs (TUNNEL-F01). */
import { bothWays, refusing } from '../drafted.js';
import { u16 } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';

const counted = (bytes: number): string => `${bytes} byte${bytes === 1 ? '' : 's'}`;
const bytesIn = (hex: string): string => counted(hex.length / 2);

const tcp = ['TUNNEL-TCP-6'];
const udp = ['TUNNEL-UDP-5'];

const cut = (
  requires: readonly string[],
  whole: string,
  lengths: readonly number[],
  beside: string,
): Draft[] => {
  const refuse = refusing({ op: 'decode', beside, tags: ['boundary'] });
  return lengths.map((length) =>
    refuse(
      `cut-${length}`,
      `a header that is cut after ${counted(length)} is rejected`,
      whole.slice(0, 2 * length),
      'truncated',
      requires,
      'A parser that reads past the end takes arbitrary memory for a port.',
    ),
  );
};

const order = 'A little-endian peer reaches another port, which may be exposed too.';
const signed = 'A signed 16-bit reader makes the number negative.';
const empty = 'Some protocols send empty packets as keep-alive, and they are lost.';

export const streamHeaderRecipe: Recipe = {
  structure: 'tunnel/stream-header',
  sections: ['tcp'],
  drafts: () => [
    ...(
      [
        ['8080', 8080, '', order],
        ['1', 1, '', 'An off-by-one check rejects the lowest port.'],
        ['255', 255, '', 'A reader that skips a leading zero byte shifts the stream by one.'],
        ['256', 256, '', order],
        ['32768', 32_768, '', signed],
        ['65535', 65_535, '', signed],
        ['data', 80, '474554', 'Data that comes in the same read as the header is lost to the service.'],
        ['zeros', 80, '0000', 'A parser that looks for a second header eats the first bytes of the service.'],
      ] as const
    ).flatMap(([slug, port, rest, why]) =>
      bothWays(
        {
          slug,
          title: `a stream header for port ${port} with ${bytesIn(rest)} of data is accepted`,
          requires: tcp,
          why,
        },
        u16(port) + rest,
        { port, rest },
      ),
    ),
    ...cut(tcp, '1f90', [0, 1], '8080'),
  ],
};

export const packetOutRecipe: Recipe = {
  structure: 'tunnel/packet-out',
  sections: ['udp'],
  drafts: () => [
    ...(
      [
        ['first', 0, 5353, 'c0ffee', 'A peer that takes flow 0 for no flow drops the first sender.'],
        ['flow-and-port', 0x0102, 0x0304, 'ff', order],
        ['last-flow', 65_535, 53, '01', signed],
        ['last-port', 1, 65_535, '01', signed],
        ['empty', 7, 53, '', empty],
        ['1158', 7, 53, '5a'.repeat(1158), 'The largest payload that always fits is dropped.'],
      ] as const
    ).flatMap(([slug, flow, port, payload, why]) =>
      bothWays(
        {
          slug,
          title: `a packet of flow ${flow} to port ${port} with ${bytesIn(payload)} is accepted`,
          requires: udp,
          why,
        },
        u16(flow) + u16(port) + payload,
        { flow, port, payload },
      ),
    ),
    ...cut(udp, '000700350a', [0, 1, 2, 3], 'empty'),
  ],
};

export const packetBackRecipe: Recipe = {
  structure: 'tunnel/packet-back',
  sections: ['udp'],
  drafts: () => [
    ...(
      [
        ['first', 0, 'c0ffee', 'A peer that takes flow 0 for no flow drops the first sender.'],
        ['order', 0x0102, 'ff', 'A little-endian peer sends the reply to another sender.'],
        ['last-flow', 65_535, '01', signed],
        ['empty', 7, '', empty],
        [
          '1160',
          7,
          '5a'.repeat(1160),
          'Replies carry no port, so two more bytes fit, and a peer that forgets that drops them.',
        ],
      ] as const
    ).flatMap(([slug, flow, payload, why]) =>
      bothWays(
        {
          slug,
          title: `a reply of flow ${flow} with ${bytesIn(payload)} is accepted`,
          requires: udp,
          why,
        },
        u16(flow) + payload,
        { flow, payload },
      ),
    ),
    ...cut(udp, '000701', [0, 1], 'empty'),
  ],
};

export const flowRecipe: Recipe = {
  structure: 'tunnel/flow',
  sections: ['udp'],
  drafts: () =>
    (
      [
        ['first', 0, [], 0, 'A counter that starts elsewhere wraps around early.'],
        ['second', 1, [0], 1, 'Two senders that share a number get the replies of each other.'],
        [
          'not-reused',
          2,
          [1],
          2,
          'A number that is reused at once gets the late replies to its former sender.',
        ],
        ['taken', 3, [3, 4], 5, 'A number in use belongs to another sender, who gets the replies.'],
        ['last', 65_535, [], 65_535, 'A signed 16-bit counter stops halfway.'],
        ['wrap', 65_535, [65_535], 0, 'A program that does not wrap around takes no new sender after 65536.'],
        [
          'wrap-taken',
          65_534,
          [65_534, 65_535, 0, 1],
          2,
          'A program that skips only below 65535 gives one number to two senders.',
        ],
      ] as const
    ).map(([slug, next, taken, accept, why]) => ({
      slug: `next-${slug}`,
      title: `counting at ${next} with ${taken.length} in use returns flow ${accept}`,
      requires: ['TUNNEL-UDP-6'],
      op: 'next',
      input: { next, taken },
      accept,
      why,
    })),
};
