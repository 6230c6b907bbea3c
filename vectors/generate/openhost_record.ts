/** Section 2: the canonical bytes of a record, its signature, and when it is believed. */
import type { JsonObject } from '../../reference/structure.js';
import { cut, set, text, times, u8, u16 } from './openhost_bytes.js';
import { base64url, key1, key2, seed1, signatureOf } from './openhost_keys.js';
import type { Draft, Recipe } from './recipe.js';

interface Parts {
  readonly version?: number;
  readonly ts?: bigint;
  readonly fp?: string;
  readonly roles?: string;
  readonly salt?: string;
  readonly disc?: string;
  readonly turn?: readonly [ip: string, port: number];
}

const TS = 1_700_000_000n;
const fp = times('ab', 32);
const salt = times('11', 32);

const bytes = ({ version = 2, ts = TS, roles = 'server', disc = '', turn, ...parts }: Parts = {}): string =>
  [
    '01',
    text('openhost1'),
    u8(version),
    ts.toString(16).padStart(16, '0'),
    parts.fp ?? fp,
    u8(text(roles).length / 2),
    text(roles),
    parts.salt ?? salt,
    u16(text(disc).length / 2),
    text(disc),
    turn ? `${turn[0]}${u16(turn[1])}` : '',
  ].join('');

const json = ({
  version = 2,
  ts = TS,
  roles = 'server',
  disc = '',
  turn,
  ...parts
}: Parts = {}): JsonObject => ({
  version,
  ts: String(ts),
  dtls_fp: parts.fp ?? fp,
  roles,
  salt: parts.salt ?? salt,
  disc,
  ...(turn ? { turn_ip: turn[0], turn_port: turn[1] } : {}),
});

const v3 = (ip: string, port = 3478): Parts => ({ version: 3, turn: [ip, port] });

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

const accepted: Draft[] = good.flatMap(([slug, title, parts, requires, why]): Draft[] => [
  { slug: `decode-${slug}`, title, requires, op: 'decode', input: bytes(parts), accept: json(parts), why },
  { slug: `encode-${slug}`, title, requires, op: 'encode', input: json(parts), accept: bytes(parts), why },
]);

/** Where the fields of `decode-v2` begin. */
const at = { encoding: 0, separator: 1, version: 10, roles: 52, disc: 91 };

const refusal = (
  slug: string,
  title: string,
  input: string,
  reject: string,
  requires: string,
  why: string,
  twin = 'v2',
): Draft => ({
  slug: `decode-${slug}`,
  title,
  requires: [requires],
  op: 'decode',
  input,
  reject,
  twin: `decode-${twin}`,
  why,
});

const versions = 'A record of another version has other fields at these places.';

const refused: Draft[] = [
  ...[0, 1, 4, 255].map((version) =>
    refusal(
      `version-${version}`,
      `version ${version}`,
      bytes({ version }),
      'record/version',
      'OPENHOST-0-1',
      versions,
    ),
  ),
  refusal(
    'encoding-0',
    'encoding tag 0',
    set(bytes(), at.encoding, '00'),
    'record/encoding',
    'OPENHOST-2-3',
    'Another encoding is another layout.',
  ),
  refusal(
    'encoding-2',
    'encoding tag 2',
    set(bytes(), at.encoding, '02'),
    'record/encoding',
    'OPENHOST-2-3',
    'Another encoding is another layout.',
  ),
  refusal(
    'separator-first',
    'a separator with another first byte',
    set(bytes(), at.separator, '4f'),
    'record/separator',
    'OPENHOST-0-2',
    'A signature over something else is taken for one over a record.',
  ),
  refusal(
    'separator-openhost2',
    'the separator openhost2',
    set(bytes(), at.separator + 8, '32'),
    'record/separator',
    'OPENHOST-0-2',
    'The title of the text names it, and no record has it.',
  ),
  refusal(
    'roles-empty',
    'no roles',
    set(bytes(), at.roles - 1, '00').slice(0, 2 * at.roles) + bytes().slice(2 * (at.roles + 6)),
    'record/roles-length',
    'OPENHOST-2-18',
    'A record of a host without a role is no record.',
  ),
  refusal(
    'roles-utf8-stray',
    'roles that are not UTF-8',
    set(bytes(), at.roles, 'ff'),
    'utf8/invalid',
    'OPENHOST-2-18',
    'What cannot be shown cannot be compared.',
  ),
  refusal(
    'disc-257',
    '257 bytes of disc',
    bytes({ disc: times('d', 257) }),
    'record/disc-length',
    'OPENHOST-2-18',
    'Just above the limit.',
    'disc-256',
  ),
  refusal(
    'disc-longer-than-there-is',
    'a disc_len of more than there is',
    set(bytes({ disc: 'd' }), 91, '02'),
    'truncated',
    'OPENHOST-2-3',
    'Memory behind the record is read.',
    'disc-1',
  ),
  refusal(
    'cut',
    'without the last byte',
    cut(bytes()),
    'truncated',
    'OPENHOST-2-3',
    'A length of two bytes read from one.',
  ),
  refusal('nothing', 'no byte at all', '', 'truncated', 'OPENHOST-2-3', 'Nothing is no record.'),
  refusal(
    'v2-trailing',
    'a byte behind disc',
    `${bytes()}00`,
    'record/trailing-bytes',
    'OPENHOST-2-3',
    'Two records with one meaning have two signatures.',
  ),
  refusal(
    'v2-trailer',
    'the trailer of version 3 behind version 2',
    `${bytes()}c00002010d96`,
    'record/trailing-bytes',
    'OPENHOST-2-16',
    'The version byte alone says that there is one.',
  ),
  refusal(
    'v3-no-trailer',
    'version 3 without its trailer',
    bytes({ version: 3 }),
    'truncated',
    'OPENHOST-2-16',
    'A client dials a relay out of nothing.',
    'v3',
  ),
  refusal(
    'v3-trailer-cut',
    'a trailer without its last byte',
    cut(bytes(v3('c0000201'))),
    'truncated',
    'OPENHOST-2-16',
    'A port of one byte is another port.',
    'v3',
  ),
  refusal(
    'v3-trailing',
    'a byte behind the trailer',
    `${bytes(v3('c0000201'))}00`,
    'record/trailing-bytes',
    'OPENHOST-2-16',
    'The trailer is six bytes.',
    'v3',
  ),
  refusal(
    'turn-port-0',
    'turn_port 0',
    bytes(v3('c0000201', 0)),
    'record/turn-port',
    'OPENHOST-2-5',
    'No relay listens there.',
    'turn-port-1',
  ),
  refusal(
    'turn-0.0.0.0',
    'turn_ip 0.0.0.0',
    bytes(v3('00000000')),
    'record/turn-ip',
    'OPENHOST-2-6',
    'It is no address to send to.',
    'turn-0.0.0.1',
  ),
  refusal(
    'turn-127.0.0.1',
    'turn_ip 127.0.0.1',
    bytes(v3('7f000001')),
    'record/turn-ip',
    'OPENHOST-2-6',
    'Every client then dials itself.',
    'turn-126',
  ),
  refusal(
    'turn-127.0.0.0',
    'the first address of loopback',
    bytes(v3('7f000000')),
    'record/turn-ip',
    'OPENHOST-2-6',
    'The whole network is loopback.',
    'turn-126',
  ),
  refusal(
    'turn-127.255.255.255',
    'the last address of loopback',
    bytes(v3('7fffffff')),
    'record/turn-ip',
    'OPENHOST-2-6',
    'The whole network is loopback.',
    'turn-128',
  ),
];

const notSent: Draft[] = (
  [
    ['turn-port-0', json(v3('c0000201', 0)), 'record/turn-port', 'OPENHOST-2-5', 'turn-port-1'],
    ['turn-loopback', json(v3('7f000001')), 'record/turn-ip', 'OPENHOST-2-6', 'turn-126'],
    ['turn-unspecified', json(v3('00000000')), 'record/turn-ip', 'OPENHOST-2-6', 'turn-0.0.0.1'],
    ['roles-empty', json({ roles: '' }), 'record/roles-length', 'OPENHOST-2-18', 'roles-1'],
    ['roles-256', json({ roles: times('r', 256) }), 'record/roles-length', 'OPENHOST-2-18', 'roles-255'],
    ['disc-257', json({ disc: times('d', 257) }), 'record/disc-length', 'OPENHOST-2-18', 'disc-256'],
    ['fingerprint-31', json({ fp: times('ab', 31) }), 'record/fingerprint-length', 'OPENHOST-2-3', 'v2'],
    ['salt-33', json({ salt: times('11', 33) }), 'record/salt-length', 'OPENHOST-2-3', 'v2'],
    ['v2-with-turn', json({ turn: ['c0000201', 1] }), 'record/turn', 'OPENHOST-2-16', 'v2'],
    ['v3-without-turn', json({ version: 3 }), 'record/turn', 'OPENHOST-2-16', 'v3'],
  ] as const
).map(
  ([slug, input, reject, requires, twin]): Draft => ({
    slug: `encode-${slug}`,
    title: `${slug.replaceAll('-', ' ')} is not written`,
    requires: [requires],
    op: 'encode',
    input,
    reject,
    twin: `encode-${twin}`,
    why: 'What is published wrongly is refused by everybody, and nobody says so to the host.',
    tags: ['boundary'],
  }),
);

const signed = (message: string, seed = seed1): string => base64url(signatureOf(seed, message) + message);
const trusted = (now = TS): JsonObject => ({ public_key: key1, now: String(now) });

const opened = (
  slug: string,
  title: string,
  parts: Parts,
  now: bigint,
  requires: string[],
  why: string,
): Draft => ({
  slug: `verify-${slug}`,
  title,
  requires,
  op: 'verify',
  given: trusted(now),
  input: signed(bytes(parts)),
  accept: json(parts),
  why,
});

const distrusted = (
  slug: string,
  title: string,
  input: string,
  reject: string,
  requires: string,
  why: string,
  given = trusted(),
): Draft => ({
  slug: `verify-${slug}`,
  title,
  requires: [requires],
  op: 'verify',
  given,
  input,
  reject,
  twin: 'verify-v2',
  why,
});

const believed: Draft[] = [
  opened(
    'v2',
    'a signed version 2 record',
    {},
    TS,
    ['OPENHOST-2-2', 'OPENHOST-2-9'],
    'What a client resolves.',
  ),
  opened(
    'v3',
    'a signed version 3 record',
    v3('c0000201'),
    TS,
    ['OPENHOST-2-2', 'OPENHOST-2-9'],
    'The trailer is signed too.',
  ),
  opened(
    'old-7199',
    'a record 7199 seconds old',
    {},
    TS + 7199n,
    ['OPENHOST-2-11'],
    'Just inside the window.',
  ),
  opened(
    'old-7200',
    'a record 7200 seconds old',
    {},
    TS + 7200n,
    ['OPENHOST-2-11'],
    'More than 7200 is refused, not 7200.',
  ),
  opened(
    'ahead-7200',
    'a record 7200 seconds ahead',
    {},
    TS - 7200n,
    ['OPENHOST-2-11'],
    'Clocks differ both ways.',
  ),
  distrusted(
    'old-7201',
    'a record 7201 seconds old',
    signed(bytes()),
    'record/stale',
    'OPENHOST-2-11',
    'A relay plays back an old address.',
    trusted(TS + 7201n),
  ),
  distrusted(
    'ahead-7201',
    'a record 7201 seconds ahead',
    signed(bytes()),
    'record/stale',
    'OPENHOST-2-11',
    'A record from the future wins over every later one.',
    trusted(TS - 7201n),
  ),
  distrusted(
    'ts-2-63',
    'a ts that a signed number makes negative',
    signed(bytes({ ts: 2n ** 63n })),
    'record/stale',
    'OPENHOST-2-11',
    'An underflow makes it fresh for ever.',
  ),
  distrusted(
    'other-key',
    'a record under another key',
    signed(bytes()),
    'record/signature',
    'OPENHOST-2-9',
    'Anybody signs something.',
    { ...trusted(), public_key: key2 },
  ),
  distrusted(
    'signature-first-bit',
    'a signature with its first bit changed',
    base64url(flip(signatureOf(seed1, bytes())) + bytes()),
    'record/signature',
    'OPENHOST-2-9',
    'A check that looks at half a signature passes it.',
  ),
  distrusted(
    'record-changed',
    'a record with its last byte changed',
    base64url(signatureOf(seed1, bytes()) + set(bytes(), -1, '01')),
    'record/signature',
    'OPENHOST-2-9',
    'Reading before verifying tells what was wrong with a forgery.',
  ),
  distrusted(
    'signature-behind',
    'the signature behind the record',
    base64url(bytes() + signatureOf(seed1, bytes())),
    'record/signature',
    'OPENHOST-2-2',
    'The order is part of the value.',
  ),
  distrusted(
    '63-bytes',
    'a value of 63 bytes',
    base64url(times('00', 63)),
    'record/too-short',
    'OPENHOST-2-2',
    'There is no signature to look at.',
  ),
  distrusted(
    'padded',
    'a value with padding',
    `${signed(bytes())}==`,
    'base64url/alphabet',
    'OPENHOST-2-2',
    'Two values of one record have two packet signatures.',
  ),
  distrusted(
    'base64',
    'a value in the alphabet of base64',
    Buffer.from(signatureOf(seed1, bytes()) + bytes(), 'hex')
      .toString('base64')
      .replaceAll('=', '')
      .replace(/[A-Za-z0-9]/, '+'),
    'base64url/alphabet',
    'OPENHOST-2-2',
    'Plus and slash are of the other alphabet.',
  ),
];

function flip(hex: string): string {
  return (Number.parseInt(hex.slice(0, 2), 16) ^ 0x80).toString(16).padStart(2, '0') + hex.slice(2);
}

const signing: Draft[] = (
  [
    ['v2', {}],
    ['v3', v3('c0000201')],
  ] as const
).map(
  ([slug, parts]): Draft => ({
    slug: `sign-${slug}`,
    title: `the value that is published for a ${slug} record`,
    requires: ['OPENHOST-2-2', 'OPENHOST-2-9'],
    op: 'sign',
    given: { seed: seed1 },
    input: json(parts),
    accept: signed(bytes(parts)),
    why: 'Ed25519 has one signature for a message: every encoder makes this value.',
    source: 'node:crypto signs alike',
  }),
);

export const recordRecipe: Recipe = {
  structure: 'openhost/record',
  sections: ['0', '2'],
  drafts: () => [...accepted, ...refused, ...notSent, ...believed, ...signing],
};
