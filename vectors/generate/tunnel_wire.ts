/** What two tunnel programs say to each other (TUNNEL-F01), and the keys they know each other by. */
import { base32 } from '../../reference/bytes/base32.js';
import { hex } from '../../reference/bytes/hex.js';
import type { Json } from '../../reference/structure.js';
import { publicKeyOf } from '../../reference/tunnel/key_file.js';
import { type Draft, derive, type Recipe } from './recipe.js';

const u16 = (value: number): string => value.toString(16).padStart(4, '0');

const both = (
  requires: string,
  slug: string,
  title: string,
  bytes: string,
  value: Json,
  why: string,
): Draft[] => [
  { slug: `decode-${slug}`, title, requires: [requires], op: 'decode', input: bytes, accept: value, why },
  { slug: `encode-${slug}`, title, requires: [requires], op: 'encode', input: value, accept: bytes, why },
];

const cut = (requires: string, whole: string, lengths: readonly number[], twin: string): Draft[] =>
  lengths.map((length) => ({
    slug: `decode-cut-${length}`,
    title: `cut after ${length} byte${length === 1 ? '' : 's'}`,
    requires: [requires],
    op: 'decode',
    input: whole.slice(0, 2 * length),
    reject: 'truncated',
    twin: `decode-${twin}`,
    why: 'A header that is not whole names no port; what is read past its end is anything.',
    tags: ['boundary'],
  }));

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
      both(
        'TUNNEL-TCP-6',
        slug,
        `port ${port}, ${rest.length / 2} bytes behind`,
        u16(port) + rest,
        { port, rest },
        why,
      ),
    ),
    ...cut('TUNNEL-TCP-6', '1f90', [0, 1], '8080'),
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
      both(
        'TUNNEL-UDP-5',
        slug,
        `flow ${flow} to port ${port}, ${payload.length / 2} bytes`,
        u16(flow) + u16(port) + payload,
        { flow, port, payload },
        why,
      ),
    ),
    ...cut('TUNNEL-UDP-5', '000700350a', [0, 1, 2, 3], 'empty'),
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
      both(
        'TUNNEL-UDP-5',
        slug,
        `flow ${flow}, ${payload.length / 2} bytes`,
        u16(flow) + payload,
        { flow, payload },
        why,
      ),
    ),
    ...cut('TUNNEL-UDP-5', '000701', [0, 1], 'empty'),
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

const secret = derive('tunnel/key-file/public-derived', 'secret', 32);

export const keyFileRecipe: Recipe = {
  structure: 'tunnel/key-file',
  sections: ['identity'],
  drafts: () => {
    const own = hex.encode(secret);
    return [
      {
        slug: 'decode-32',
        title: '32 raw bytes are a key file',
        requires: ['TUNNEL-IDENTITY-7'],
        op: 'decode',
        input: own,
        accept: own,
        why: 'A key made by one program has to be a key for the other.',
      },
      ...(
        [
          [
            'rfc8032-1',
            '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
            'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
          ],
          [
            'rfc8032-2',
            '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
            '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
          ],
        ] as const
      ).map(([slug, input, accept]) => ({
        slug: `public-${slug}`,
        title: `the public key of ${slug}`,
        requires: ['TUNNEL-IDENTITY-5'],
        op: 'public',
        input,
        accept,
        why: 'The identity is the Ed25519 key of the secret, not its hash or its X25519 key.',
        source: 'RFC 8032, 7.1',
      })),
      {
        slug: 'public-derived',
        title: 'the public key of a key file',
        requires: ['TUNNEL-IDENTITY-5', 'TUNNEL-IDENTITY-7'],
        op: 'public',
        input: own,
        accept: hex.encode(publicKeyOf(secret)),
        why: 'Who is let in is decided by this key alone.',
      },
      ...([0, 31, 33, 64, 65] as const).map((length) => ({
        slug: `decode-length-${length}`,
        title: `${length} bytes are no key file`,
        requires: ['TUNNEL-IDENTITY-9'],
        op: 'decode',
        input: hex.encode(derive('tunnel/key-file/length', 'secret', length)),
        reject: 'key-file/length',
        twin: 'decode-32',
        why: 'A file that was cut, or is a key in text, must not become another identity.',
        tags: ['boundary'],
      })),
    ];
  },
};

export const vectorKeys = [0, 1].map((n) => publicKeyOf(derive(`tunnel/keys/${n}`, 'secret', 32)));

export const publicKeyRecipe: Recipe = {
  structure: 'tunnel/public-key',
  sections: ['in'],
  drafts: () => {
    const [key = new Uint8Array()] = vectorKeys;
    const text = hex.encode(key);
    const short = base32.encode(key);
    const shared = { requires: ['TUNNEL-IN-13'], op: 'decode' };
    const refuse = (
      slug: string,
      title: string,
      input: string,
      reject: string,
      why: string,
      twin = 'hex',
    ): Draft => ({
      ...shared,
      slug: `decode-${slug}`,
      title,
      input,
      reject,
      twin: `decode-${twin}`,
      why,
      tags: ['form'],
    });
    const letter = (at: number, other: string): string => short.slice(0, at) + other + short.slice(at + 1);
    return [
      {
        ...shared,
        slug: 'decode-hex',
        title: 'a key in hex',
        input: text,
        accept: text,
        why: 'What programs print.',
      },
      {
        ...shared,
        slug: 'decode-base32',
        title: 'a key in base32',
        input: short,
        accept: text,
        why: 'What iroh itself prints in places.',
      },
      refuse('empty', 'no text at all', '', 'public-key/length', 'A script with an unset variable.'),
      refuse(
        'hex-63',
        'one digit short',
        text.slice(1),
        'public-key/length',
        'Copied without its first digit.',
      ),
      refuse(
        'hex-65',
        'one digit long',
        `${text}0`,
        'public-key/length',
        'Copied with what stood behind it.',
      ),
      refuse(
        'hex-letter',
        'a letter that is no digit',
        `g${text.slice(1)}`,
        'hex/alphabet',
        'A lenient parser reads it as 0: another key.',
      ),
      refuse(
        'hex-blank',
        'with a blank behind',
        `${text} `,
        'public-key/length',
        'Blanks are no part of a key.',
      ),
      refuse('hex-0x', 'with 0x before', `0x${text}`, 'public-key/length', 'A prefix is no part of a key.'),
      refuse(
        'base32-51',
        'one character short',
        short.slice(1),
        'public-key/length',
        'Copied without its first character.',
        'base32',
      ),
      refuse(
        'base32-digit',
        'a character that base32 has not',
        letter(3, '1'),
        'base32/alphabet',
        '0, 1, 8 and 9 are left out.',
        'base32',
      ),
      refuse(
        'base32-padding',
        'with padding',
        `${short}====`,
        'public-key/length',
        'Keys are written without padding.',
        'base32',
      ),
    ];
  },
};
