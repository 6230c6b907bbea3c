/** Section 2: invalid canonical bytes of a record. */
import { refusing, refusingEach } from '../drafted.js';
import { cut, set, times } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { bytes, json, v3 } from './record.parts.js';

/** The offsets of the fields of `decode-v2`. */
const at = { encoding: 0, separator: 1, version: 10, roles: 52, disc: 91 };

const decoding = { op: 'decode', beside: 'v2' };
const refusal = refusing(decoding);
const refusalV3 = refusing({ ...decoding, beside: 'v3' });
const refusals = refusingEach(decoding);

const versions = 'A record of another version has other fields at these offsets.';
const encodings = 'Text in another encoding has other lengths, so decoders disagree on the layout.';
const notText = 'Text that is not UTF-8 cannot be shown, and readers repair it differently.';
const loopback = 'A decoder that checks one address only misses the rest of the loopback network.';

export const refused: Draft[] = [
  ...refusals({ reject: 'record/version', requires: 'OPENHOST-0-1', why: versions }, [
    ['version-0', 'version 0', bytes({ version: 0 })],
    ['version-1', 'version 1', bytes({ version: 1 })],
    ['version-4', 'version 4', bytes({ version: 4 })],
    ['version-255', 'version 255', bytes({ version: 255 })],
    [
      'version-4-trailer',
      'version 4 with the trailer of version 3',
      bytes({ ...v3('c0000201'), version: 4 }),
      { beside: 'v3' },
    ],
  ]),
  ...refusals({ reject: 'record/encoding', requires: 'OPENHOST-2-3', why: encodings }, [
    ['encoding-0', 'encoding tag 0', set(bytes(), at.encoding, '00')],
    ['encoding-2', 'encoding tag 2', set(bytes(), at.encoding, '02')],
  ]),
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
  ...refusals({ reject: 'utf8/invalid', requires: 'OPENHOST-2-18', why: notText }, [
    ['roles-utf8-stray', 'roles that are not UTF-8', set(bytes(), at.roles, 'ff')],
    [
      'disc-utf8-stray',
      'a disc that is not UTF-8',
      `${bytes({ disc: 'd' }).slice(0, -2)}ff`,
      { beside: 'disc-1' },
    ],
  ]),
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
  refusalV3(
    'v3-no-trailer',
    'version 3 without its trailer',
    bytes({ version: 3 }),
    'truncated',
    'OPENHOST-2-16',
    'A client that reads a missing trailer connects to a random address.',
  ),
  refusalV3(
    'v3-trailer-cut',
    'a trailer without its last byte',
    cut(bytes(v3('c0000201'))),
    'truncated',
    'OPENHOST-2-16',
    'A decoder that reads a port from one byte connects to another port.',
  ),
  refusalV3(
    'v3-trailing',
    'a byte after the trailer',
    `${bytes(v3('c0000201'))}00`,
    'record/trailing-bytes',
    'OPENHOST-2-16',
    'A decoder that ignores surplus bytes accepts two encodings of one record.',
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
  ...refusals({ reject: 'record/turn-ip', requires: 'OPENHOST-2-6', why: loopback }, [
    ['turn-127.0.0.0', 'the first address of loopback', bytes(v3('7f000000')), { beside: 'turn-126' }],
    ['turn-127.255.255.255', 'the last address of loopback', bytes(v3('7fffffff')), { beside: 'turn-128' }],
  ]),
];

const unsent = refusingEach({ op: 'encode', beside: 'v2', tags: ['boundary'] });
const why = 'Every client rejects a wrong record, and the host gets no error.';

export const notSent: Draft[] = [
  ...unsent({ reject: 'record/turn-port', requires: 'OPENHOST-2-5', why }, [
    ['turn-port-0', 'turn_port 0', json(v3('c0000201', 0)), { beside: 'turn-port-1' }],
  ]),
  ...unsent({ reject: 'record/turn-ip', requires: 'OPENHOST-2-6', why }, [
    ['turn-loopback', 'turn_ip 127.0.0.1', json(v3('7f000001')), { beside: 'turn-126' }],
    ['turn-unspecified', 'turn_ip 0.0.0.0', json(v3('00000000')), { beside: 'turn-0.0.0.1' }],
  ]),
  ...unsent({ reject: 'record/roles-length', requires: 'OPENHOST-2-18', why }, [
    ['roles-empty', 'empty roles', json({ roles: '' }), { beside: 'roles-1' }],
    ['roles-256', '256 bytes of roles', json({ roles: times('r', 256) }), { beside: 'roles-255' }],
  ]),
  ...unsent({ reject: 'record/disc-length', requires: 'OPENHOST-2-18', why }, [
    ['disc-257', '257 bytes of disc', json({ disc: times('d', 257) }), { beside: 'disc-256' }],
  ]),
  ...unsent({ reject: 'record/fingerprint-length', requires: 'OPENHOST-2-3', why }, [
    ['fingerprint-31', 'a fingerprint of 31 bytes', json({ fp: times('ab', 31) })],
  ]),
  ...unsent({ reject: 'record/salt-length', requires: 'OPENHOST-2-3', why }, [
    ['salt-33', 'a salt of 33 bytes', json({ salt: times('11', 33) })],
  ]),
  ...unsent({ reject: 'record/version', requires: 'OPENHOST-0-1', why }, [
    ['version-4', 'version 4', json({ version: 4 })],
  ]),
  ...unsent({ reject: 'record/turn-ip', requires: 'OPENHOST-2-16', why }, [
    ['turn-ip-5', 'a turn_ip of 5 bytes', json(v3('c000020101')), { beside: 'v3' }],
  ]),
  ...unsent({ reject: 'record/turn-port', requires: 'OPENHOST-2-5', why }, [
    ['turn-port-65536', 'turn_port 65536', json(v3('c0000201', 65_536)), { beside: 'turn-port-1' }],
  ]),
  ...unsent({ reject: 'record/turn', requires: 'OPENHOST-2-25', why }, [
    ['v2-with-turn', 'a version 2 record with TURN', json({ turn: ['c0000201', 1] })],
  ]),
  ...unsent({ reject: 'record/turn', requires: 'OPENHOST-2-16', why }, [
    ['v3-without-turn', 'a version 3 record without TURN', json({ version: 3 }), { beside: 'v3' }],
  ]),
];
