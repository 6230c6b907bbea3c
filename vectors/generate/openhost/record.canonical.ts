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
    'What most hosts publish.',
  ],
  [
    'v3',
    'a version 3 record',
    v3('c0000201'),
    ['OPENHOST-2-7', 'OPENHOST-2-16', 'OPENHOST-0-2'],
    'A client of version 2 alone loses every host with a relay.',
  ],
  ['ts-0', 'a ts of zero', { ts: 0n }, ['OPENHOST-2-3'], 'Eight bytes, whatever they hold.'],
  ['ts-2-32', 'a ts beyond 32 bits', { ts: 2n ** 32n }, ['OPENHOST-2-3'], 'The year 2106 comes.'],
  [
    'ts-2-63',
    'a ts beyond 63 bits',
    { ts: 2n ** 63n },
    ['OPENHOST-2-3'],
    'A signed number turns negative, and then is fresh by underflow.',
  ],
  ['roles-1', 'one byte of roles', { roles: 's' }, ['OPENHOST-2-18'], 'The shortest there is.'],
  [
    'roles-255',
    '255 bytes of roles',
    { roles: times('r', 255) },
    ['OPENHOST-2-18'],
    'A signed length byte turns negative.',
  ],
  [
    'roles-utf8',
    'roles beyond ASCII',
    { roles: 'värd' },
    ['OPENHOST-2-3'],
    'Lengths count bytes, not letters.',
  ],
  ['disc-1', 'one byte of disc', { disc: 'd' }, ['OPENHOST-2-3'], 'A length of two bytes, big-endian.'],
  ['disc-255', '255 bytes of disc', { disc: times('d', 255) }, ['OPENHOST-2-18'], 'Just below the limit.'],
  [
    'disc-256',
    '256 bytes of disc',
    { disc: times('d', 256) },
    ['OPENHOST-2-18'],
    'The limit, where the second length byte is needed.',
  ],
  [
    'v3-disc',
    'disc before the trailer',
    { ...v3('c0000201'), disc: 'dht' },
    ['OPENHOST-2-16'],
    'A trailer looked for at a fixed place is found inside disc.',
  ],
  [
    'turn-port-1',
    'the lowest port',
    v3('c0000201', 1),
    ['OPENHOST-2-5'],
    'Just above the one that is refused.',
  ],
  [
    'turn-port-65535',
    'the highest port',
    v3('c0000201', 65_535),
    ['OPENHOST-2-5'],
    'A signed number turns negative.',
  ],
  [
    'turn-126',
    'the address before loopback',
    v3('7effffff'),
    ['OPENHOST-2-6'],
    'A mask one bit short refuses it.',
  ],
  [
    'turn-128',
    'the address behind loopback',
    v3('80000000'),
    ['OPENHOST-2-6'],
    'A mask one bit short refuses it.',
  ],
  [
    'turn-0.0.0.1',
    'an address that only begins with zeros',
    v3('00000001'),
    ['OPENHOST-2-6'],
    'The list has one address of this network.',
  ],
  [
    'turn-private',
    'a private address',
    v3('0a000001'),
    ['OPENHOST-2-6'],
    'Relays in one house are used in that house.',
  ],
];

export const accepted: Draft[] = good.flatMap(([slug, title, parts, requires, why]) =>
  bothWays({ slug, title, requires, why }, bytes(parts), json(parts)),
);
