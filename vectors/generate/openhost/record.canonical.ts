/** Section 2: the canonical bytes of a record. */
import { bothWays } from '../drafted.js';
import { times } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { bytes, json, type Parts, v3 } from './record.parts.js';

const good: readonly (readonly [
  slug: string,
  title: string,
  parts: Parts,
  requires: string[],
  why: string,
])[] = [
  [
    'v2',
    'a version 2 record',
    {},
    ['OPENHOST-2-3', 'OPENHOST-2-7', 'OPENHOST-0-2'],
    'Most hosts publish this.',
  ],
  [
    'v3',
    'a version 3 record',
    v3('c0000201'),
    ['OPENHOST-2-7', 'OPENHOST-2-16', 'OPENHOST-0-2'],
    'A client that reads only version 2 loses every host with a TURN relay.',
  ],
  [
    'ts-0',
    'a ts of zero',
    { ts: 0n },
    ['OPENHOST-2-3'],
    'A decoder with a narrower integer misreads the eight bytes.',
  ],
  [
    'ts-2-32',
    'a ts beyond 32 bits',
    { ts: 2n ** 32n },
    ['OPENHOST-2-3'],
    'A decoder with 32 bits wraps around in the year 2106.',
  ],
  [
    'ts-2-53',
    'a ts that a double does not hold',
    { ts: 2n ** 53n + 1n },
    ['OPENHOST-2-3'],
    'A decoder that computes with doubles returns another time than the one that is signed.',
  ],
  [
    'ts-2-63',
    'a ts beyond 63 bits',
    { ts: 2n ** 63n },
    ['OPENHOST-2-3'],
    'A signed number becomes negative, and an underflow makes the record look fresh.',
  ],
  [
    'roles-1',
    'one byte of roles',
    { roles: 's' },
    ['OPENHOST-2-18'],
    'A decoder with an off-by-one bound rejects the shortest payload.',
  ],
  [
    'roles-255',
    '255 bytes of roles',
    { roles: times('r', 255) },
    ['OPENHOST-2-18'],
    'A decoder with a signed length byte reads a negative length.',
  ],
  [
    'roles-utf8',
    'roles beyond ASCII',
    { roles: 'värd' },
    ['OPENHOST-2-3'],
    'A decoder that counts characters instead of bytes misreads every later field.',
  ],
  [
    'disc-1',
    'one byte of disc',
    { disc: 'd' },
    ['OPENHOST-2-3'],
    'A decoder with the other byte order misreads the length.',
  ],
  [
    'disc-255',
    '255 bytes of disc',
    { disc: times('d', 255) },
    ['OPENHOST-2-18'],
    'A decoder with an off-by-one bound rejects a value just below the limit.',
  ],
  [
    'disc-256',
    '256 bytes of disc',
    { disc: times('d', 256) },
    ['OPENHOST-2-18'],
    'A decoder with a length of one byte fails at the limit.',
  ],
  [
    'v3-disc',
    'disc before the trailer',
    { ...v3('c0000201'), disc: 'dht' },
    ['OPENHOST-2-16'],
    'A decoder that looks for the trailer at a fixed place reads it from disc.',
  ],
  [
    'turn-port-1',
    'the lowest port',
    v3('c0000201', 1),
    ['OPENHOST-2-5'],
    'A decoder with an off-by-one bound rejects the lowest allowed value.',
  ],
  [
    'turn-port-65535',
    'the highest port',
    v3('c0000201', 65_535),
    ['OPENHOST-2-5'],
    'A decoder with a signed number reads a negative value.',
  ],
  [
    'turn-126',
    'the address before loopback',
    v3('7effffff'),
    ['OPENHOST-2-6'],
    'A decoder whose mask is one bit short rejects it.',
  ],
  [
    'turn-128',
    'the address after loopback',
    v3('80000000'),
    ['OPENHOST-2-6'],
    'A decoder whose mask is one bit short rejects it.',
  ],
  [
    'turn-0.0.0.1',
    'an address that only begins with zeros',
    v3('00000001'),
    ['OPENHOST-2-6'],
    'The text excludes one address of this network, not the network.',
  ],
  [
    'turn-private',
    'a private address',
    v3('0a000001'),
    ['OPENHOST-2-6'],
    'A TURN relay in a home network is useful in that network.',
  ],
];

export const accepted: Draft[] = good.flatMap(([slug, title, parts, requires, why]) =>
  bothWays({ slug, title, requires, why }, bytes(parts), json(parts)),
);
