/** Section 2: what the canonical bytes of a record may not say. */
import { refusing } from '../drafted.js';
import { cut, set, times } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { bytes, json, v3 } from './record.parts.js';

/** Where the fields of `decode-v2` begin. */
const at = { encoding: 0, separator: 1, version: 10, roles: 52, disc: 91 };

const refusal = refusing({ op: 'decode', beside: 'v2' });

const versions = 'A record of another version has other fields at these offsets.';

export const refused: Draft[] = [
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
    'version-4-trailer',
    'version 4 with the trailer of version 3',
    bytes({ ...v3('c0000201'), version: 4 }),
    'record/version',
    'OPENHOST-0-1',
    versions,
    { beside: 'v3' },
  ),
  refusal(
    'encoding-0',
    'encoding tag 0',
    set(bytes(), at.encoding, '00'),
    'record/encoding',
    'OPENHOST-2-3',
    'Text in another encoding has other lengths, so decoders disagree on the layout.',
  ),
  refusal(
    'encoding-2',
    'encoding tag 2',
    set(bytes(), at.encoding, '02'),
    'record/encoding',
    'OPENHOST-2-3',
    'Text in another encoding has other lengths, so decoders disagree on the layout.',
  ),
  refusal(
    'separator-first',
    'a separator with another first byte',
    set(bytes(), at.separator, '4f'),
    'record/separator',
    'OPENHOST-0-2',
    'A signature over another kind of data is accepted for a record.',
  ),
  refusal(
    'separator-openhost2',
    'the separator openhost2',
    set(bytes(), at.separator + 8, '32'),
    'record/separator',
    'OPENHOST-0-2',
    'The title of the text suggests this separator, and no record has it.',
  ),
  refusal(
    'roles-empty',
    'a record without roles',
    set(bytes(), at.roles - 1, '00').slice(0, 2 * at.roles) + bytes().slice(2 * (at.roles + 6)),
    'record/roles-length',
    'OPENHOST-2-18',
    'A host must have a role, so decoders reject the record.',
  ),
  refusal(
    'roles-utf8-stray',
    'roles that are not UTF-8',
    set(bytes(), at.roles, 'ff'),
    'utf8/invalid',
    'OPENHOST-2-18',
    'Text that is not UTF-8 cannot be shown, and readers repair it differently.',
  ),
  refusal(
    'disc-utf8-stray',
    'a disc that is not UTF-8',
    `${bytes({ disc: 'd' }).slice(0, -2)}ff`,
    'utf8/invalid',
    'OPENHOST-2-18',
    'Text that is not UTF-8 cannot be shown, and readers repair it differently.',
    { beside: 'disc-1' },
  ),
  refusal(
    'disc-257',
    '257 bytes of disc',
    bytes({ disc: times('d', 257) }),
    'record/disc-length',
    'OPENHOST-2-18',
    'A decoder with an off-by-one bound accepts a value just above the limit.',
    { beside: 'disc-256' },
  ),
  refusal(
    'disc-longer-than-there-is',
    'a disc_len of more than there is',
    set(bytes({ disc: 'd' }), 91, '02'),
    'truncated',
    'OPENHOST-2-3',
    'A decoder without a length check reads memory after the record.',
    { beside: 'disc-1' },
  ),
  refusal(
    'cut',
    'an input without its last byte',
    cut(bytes()),
    'truncated',
    'OPENHOST-2-3',
    'A decoder without a length check reads a length of two bytes from one.',
  ),
  refusal(
    'nothing',
    'an empty input',
    '',
    'truncated',
    'OPENHOST-2-3',
    'A decoder without a length check crashes on an empty record.',
  ),
  refusal(
    'v2-trailing',
    'a byte after disc',
    `${bytes()}00`,
    'record/trailing-bytes',
    'OPENHOST-2-3',
    'Two encodings of one record have two signatures, and caches take them for two records.',
  ),
  refusal(
    'v2-trailer',
    'the trailer of version 3 after a version 2 record',
    `${bytes()}c00002010d96`,
    'record/trailing-bytes',
    'OPENHOST-2-16',
    'Only the version byte says that there is a trailer.',
  ),
  refusal(
    'v3-no-trailer',
    'version 3 without its trailer',
    bytes({ version: 3 }),
    'truncated',
    'OPENHOST-2-16',
    'A client that reads a missing trailer connects to a random address.',
    { beside: 'v3' },
  ),
  refusal(
    'v3-trailer-cut',
    'a trailer without its last byte',
    cut(bytes(v3('c0000201'))),
    'truncated',
    'OPENHOST-2-16',
    'A decoder that reads a port from one byte connects to another port.',
    { beside: 'v3' },
  ),
  refusal(
    'v3-trailing',
    'a byte after the trailer',
    `${bytes(v3('c0000201'))}00`,
    'record/trailing-bytes',
    'OPENHOST-2-16',
    'A decoder that ignores surplus bytes accepts two encodings of one record.',
    { beside: 'v3' },
  ),
  refusal(
    'turn-port-0',
    'turn_port 0',
    bytes(v3('c0000201', 0)),
    'record/turn-port',
    'OPENHOST-2-5',
    'No TURN relay can listen on this port.',
    { beside: 'turn-port-1' },
  ),
  refusal(
    'turn-0.0.0.0',
    'turn_ip 0.0.0.0',
    bytes(v3('00000000')),
    'record/turn-ip',
    'OPENHOST-2-6',
    'A client cannot send to this address.',
    { beside: 'turn-0.0.0.1' },
  ),
  refusal(
    'turn-127.0.0.1',
    'turn_ip 127.0.0.1',
    bytes(v3('7f000001')),
    'record/turn-ip',
    'OPENHOST-2-6',
    'Every client would connect to itself.',
    { beside: 'turn-126' },
  ),
  refusal(
    'turn-127.0.0.0',
    'the first address of loopback',
    bytes(v3('7f000000')),
    'record/turn-ip',
    'OPENHOST-2-6',
    'A decoder that checks one address only misses the rest of the loopback network.',
    { beside: 'turn-126' },
  ),
  refusal(
    'turn-127.255.255.255',
    'the last address of loopback',
    bytes(v3('7fffffff')),
    'record/turn-ip',
    'OPENHOST-2-6',
    'A decoder that checks one address only misses the rest of the loopback network.',
    { beside: 'turn-128' },
  ),
];

const notWritten = refusing({ op: 'encode', beside: 'v2', tags: ['boundary'] });

export const notSent: Draft[] = (
  [
    ['turn-port-0', json(v3('c0000201', 0)), 'record/turn-port', 'OPENHOST-2-5', 'turn-port-1'],
    ['turn-loopback', json(v3('7f000001')), 'record/turn-ip', 'OPENHOST-2-6', 'turn-126'],
    ['turn-unspecified', json(v3('00000000')), 'record/turn-ip', 'OPENHOST-2-6', 'turn-0.0.0.1'],
    ['roles-empty', json({ roles: '' }), 'record/roles-length', 'OPENHOST-2-18', 'roles-1'],
    ['roles-256', json({ roles: times('r', 256) }), 'record/roles-length', 'OPENHOST-2-18', 'roles-255'],
    ['disc-257', json({ disc: times('d', 257) }), 'record/disc-length', 'OPENHOST-2-18', 'disc-256'],
    ['fingerprint-31', json({ fp: times('ab', 31) }), 'record/fingerprint-length', 'OPENHOST-2-3', 'v2'],
    ['salt-33', json({ salt: times('11', 33) }), 'record/salt-length', 'OPENHOST-2-3', 'v2'],
    ['version-4', json({ version: 4 }), 'record/version', 'OPENHOST-0-1', 'v2'],
    ['turn-ip-5', json(v3('c000020101')), 'record/turn-ip', 'OPENHOST-2-16', 'v3'],
    ['turn-port-65536', json(v3('c0000201', 65_536)), 'record/turn-port', 'OPENHOST-2-5', 'turn-port-1'],
    ['v2-with-turn', json({ turn: ['c0000201', 1] }), 'record/turn', 'OPENHOST-2-25', 'v2'],
    ['v3-without-turn', json({ version: 3 }), 'record/turn', 'OPENHOST-2-16', 'v3'],
  ] as const
).map(([slug, input, reject, requires, beside]) =>
  notWritten(
    slug,
    `${slug.replaceAll('-', ' ')}`,
    input,
    reject,
    requires,
    'Every client rejects a wrong record, and the host gets no error.',
    { beside },
  ),
);
