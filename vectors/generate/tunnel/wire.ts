/** What two tunnel programs say to each other (TUNNEL-F01). */
import { bothWays, refusing } from '../drafted.js';
import { u16 } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';

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
      `cut after ${length} byte${length === 1 ? '' : 's'}`,
      whole.slice(0, 2 * length),
      'truncated',
      requires,
      'A header that is not whole names no port; what is read past its end is anything.',
    ),
  );
};

const order = 'Little-endian peers reach another port, which may be exposed too.';
const signed = 'A signed 16-bit number makes it negative.';
const empty = 'An empty packet is a packet: some protocols knock with it.';

export const streamHeaderRecipe: Recipe = {
  structure: 'tunnel/stream-header',
  sections: ['tcp'],
  drafts: () => [
    ...(
      [
        ['8080', 8080, '', order],
        ['1', 1, '', 'The lowest port that can be exposed.'],
        ['255', 255, '', 'The last port whose first byte is zero.'],
        ['256', 256, '', order],
        ['32768', 32_768, '', signed],
        ['65535', 65_535, '', signed],
        ['data', 80, '474554', 'Data may come in the same read as the header, and belongs to the service.'],
        ['zeros', 80, '0000', 'Data that looks like a header is data.'],
      ] as const
    ).flatMap(([slug, port, rest, why]) =>
      bothWays(
        { slug, title: `port ${port}, ${rest.length / 2} bytes behind`, requires: tcp, why },
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
        ['first', 0, 5353, 'c0ffee', 'The first flow has number 0.'],
        ['flow-and-port', 0x0102, 0x0304, 'ff', order],
        ['last-flow', 65_535, 53, '01', signed],
        ['last-port', 1, 65_535, '01', signed],
        ['empty', 7, 53, '', empty],
        ['1158', 7, 53, '5a'.repeat(1158), 'The largest payload that is safe before the path MTU is known.'],
      ] as const
    ).flatMap(([slug, flow, port, payload, why]) =>
      bothWays(
        { slug, title: `flow ${flow} to port ${port}, ${payload.length / 2} bytes`, requires: udp, why },
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
        ['first', 0, 'c0ffee', 'The first flow has number 0.'],
        ['order', 0x0102, 'ff', 'Little-endian peers send the reply to another sender.'],
        ['last-flow', 65_535, '01', signed],
        ['empty', 7, '', empty],
        ['1160', 7, '5a'.repeat(1160), 'Replies carry no port, so two bytes more are safe.'],
      ] as const
    ).flatMap(([slug, flow, payload, why]) =>
      bothWays(
        { slug, title: `flow ${flow}, ${payload.length / 2} bytes`, requires: udp, why },
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
        ['first', 0, [], 0, 'Counting begins at 0.'],
        ['second', 1, [0], 1, 'Each new sender has a number of its own.'],
        [
          'not-reused',
          2,
          [1],
          2,
          'A number just given up is not given out at once: late replies would go astray.',
        ],
        ['taken', 3, [3, 4], 5, 'A number in use belongs to another sender, who would get the replies.'],
        ['last', 65_535, [], 65_535, 'The number has 16 bits.'],
        ['wrap', 65_535, [65_535], 0, 'Numbers wrap around after 65535.'],
        [
          'wrap-taken',
          65_534,
          [65_534, 65_535, 0, 1],
          2,
          'Those in use are skipped across the wrap as well.',
        ],
      ] as const
    ).map(([slug, next, taken, accept, why]) => ({
      slug: `next-${slug}`,
      title: `counting at ${next} with ${taken.length} in use gives ${accept}`,
      requires: ['TUNNEL-UDP-6'],
      op: 'next',
      input: { next, taken },
      accept,
      why,
    })),
};
