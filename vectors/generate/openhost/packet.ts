/** Section 2: the signed DNS packet around a record, as relays and the DHT carry it. */
import type { JsonObject } from '../../../reference/structure.js';
import { accepting, refusing } from '../drafted.js';
import { altered, cut, set, times } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';
import { key1, key2, publicKeyOf, seed1, seed2, zbase32 } from './keys.js';
import { deployed } from './packet.deployed.js';
import { asking, dns, padding, payload, signable } from './packet.parts.js';
import { bytes, json, signed, TS } from './record.parts.js';

const MICROS = 1_000_000n;

const given = (dialect: string): JsonObject => ({ public_key: key1, now: String(TS), dialect });
const answer = (disc = '', seq = TS, ttl = 300): JsonObject => ({
  seq: String(seq),
  ttl,
  record: json({ disc }),
});

const MAX = 1000;
const resolution = { op: 'resolve', given: given('spec'), dialect: 'spec' };
const opened = accepting(resolution);
const resolves = (
  slug: string,
  title: string,
  dns: string,
  requires: string | string[],
  why: string,
  disc = '',
): Draft => opened(slug, title, payload(dns, TS), answer(disc), requires, why);

const resolved: Draft[] = [
  resolves(
    'plain',
    'a packet with one record',
    dns({}),
    ['OPENHOST-2-1', 'OPENHOST-2-4', 'OPENHOST-2-14', 'OPENHOST-2-15'],
    'What a relay gives a client.',
  ),
  resolves(
    'answers',
    'a record with answers beside it',
    dns({}, { label: '_answer-aj9hwp8aow3i3yuj3ycmjdnofc-0', value: 'AAAA', ttl: 30 }),
    ['OPENHOST-2-1', 'OPENHOST-3.3-30'],
    'A client that wants one record in the packet loses every host that answers.',
  ),
  resolves(
    'answers-first',
    'a record behind an answer',
    dns({ label: '_answer-aj9hwp8aow3i3yuj3ycmjdnofc-0', value: 'AAAA', ttl: 30 }, {}),
    'OPENHOST-2-1',
    'The order of records means nothing in DNS.',
  ),
  resolves(
    'other-zone',
    'an _openhost of another zone beside it',
    dns({}, { zone: zbase32(key2) }),
    'OPENHOST-2-1',
    'The name is that under the key of the host.',
  ),
  resolves(
    'other-type',
    'a record of another type named _openhost beside it',
    dns({ type: 1, value: 'abc' }, {}),
    'OPENHOST-2-1',
    'The record is a TXT record.',
  ),
  resolves(
    'deeper-name',
    'a record below _openhost beside it',
    dns({ below: 'a' }, {}),
    'OPENHOST-2-1',
    'Another name is another record.',
  ),
  resolves(
    'longer-name',
    'an _openhost of which the name goes on behind the key, beside it',
    dns({ behind: 'com' }, {}),
    'OPENHOST-2-1',
    'Another name is another record.',
  ),
  resolves(
    'compressed-name',
    'a zone that is named by a pointer to its first place',
    dns({ label: '_answer-aj9hwp8aow3i3yuj3ycmjdnofc-0', value: 'AAAA', ttl: 30 }, { zoneAt: 49 }),
    'OPENHOST-2-1',
    'RFC 1035 section 4.1.4: encoders in the field compress names.',
  ),
  resolves(
    'question',
    'a question before the record',
    asking({}),
    'OPENHOST-2-1',
    'RFC 1035 section 4.1.1: a message may repeat the question that it answers.',
  ),
  resolves(
    'split-255',
    'a long value split at 255',
    dns({ value: signed(bytes({ disc: times('d', 150) })), strings: [255] }),
    'OPENHOST-2-8',
    'The text says over 255.',
    times('d', 150),
  ),
  resolves(
    'split-254',
    'a long value split at 254',
    dns({ value: signed(bytes({ disc: times('d', 150) })), strings: [254] }),
    'OPENHOST-2-8',
    'One encoder in the field splits there.',
    times('d', 150),
  ),
  resolves(
    'split-three',
    'a value in three strings',
    dns({ strings: [1, 100] }),
    'OPENHOST-2-8',
    'Decoders join whatever there is.',
  ),
  resolves(
    '1000-bytes',
    'a DNS message of 1000 bytes',
    dns({}, padding(MAX)),
    'OPENHOST-2-10',
    'The limit itself is allowed.',
  ),
];

const unresolved = refusing({ ...resolution, beside: 'plain' });

const good = payload(dns({}), TS);

const refused: Draft[] = [
  unresolved(
    'no-record',
    'a packet without _openhost',
    payload(dns({ label: 'other' }), TS),
    'packet/no-record',
    'OPENHOST-2-1',
    'A client takes whatever TXT record comes first.',
  ),
  unresolved(
    'two-records',
    'two records named _openhost',
    payload(dns({}, {}), TS),
    'packet/several-records',
    'OPENHOST-2-1',
    'Which one counts depends on the reader.',
  ),
  unresolved(
    'outer-signature',
    'an outer signature with a byte changed',
    altered(good, 5),
    'packet/signature',
    'OPENHOST-2-14',
    'A relay makes up packets.',
  ),
  unresolved(
    'seq-changed',
    'a seq that was changed behind its signature',
    set(good, 71, '01'),
    'packet/signature',
    'OPENHOST-2-14',
    'A relay makes an old packet win.',
  ),
  unresolved(
    'outer-other-key',
    'an outer signature of another key',
    payload(dns({}), TS, seed2),
    'packet/signature',
    'OPENHOST-2-14',
    'Somebody republishes the record of a host as its own.',
  ),
  unresolved(
    'inner-other-key',
    'a record signed by another key',
    payload(dns({ value: signed(bytes(), seed2) }), TS),
    'record/signature',
    'OPENHOST-2-9',
    'The two signatures are by one key.',
  ),
  unresolved(
    'stale',
    'a record of three hours ago',
    good,
    'record/stale',
    'OPENHOST-2-11',
    'A relay plays back an old address.',
    { given: { ...given('spec'), now: String(TS + 10_800n) } },
  ),
  unresolved(
    'seq-later',
    'a seq of one second later than ts',
    payload(dns({}), TS + 1n),
    'packet/seq',
    'OPENHOST-2-15',
    'Packet and record tell two times.',
  ),
  unresolved(
    '1001-bytes',
    'a DNS message of 1001 bytes',
    payload(dns({}, padding(MAX + 1)), TS),
    'packet/length',
    'OPENHOST-2-10',
    'The DHT does not carry it; a browser client takes it.',
  ),
  unresolved(
    'cut',
    'a packet without its last byte',
    cut(good),
    'packet/signature',
    'OPENHOST-2-14',
    'A response that ended early.',
  ),
  unresolved(
    'nothing',
    'no packet at all',
    '',
    'packet/length',
    'OPENHOST-2-14',
    'An empty body is no packet.',
  ),
  unresolved(
    'seq-micros',
    'seq in microseconds',
    payload(dns({}), TS * MICROS),
    'packet/seq',
    'OPENHOST-2-15',
    'What every deployed host publishes: see OPENHOST-G01.',
  ),
];

const published: Draft[] = (['spec', 'deployed'] as const).flatMap((dialect) =>
  (
    [
      ['plain', ''],
      ['long', times('d', 200)],
    ] as const
  ).map(
    ([slug, disc]): Draft => ({
      slug: `publish-${slug}-${dialect}`,
      title: `a host publishes a ${slug === 'plain' ? 'record' : 'value over 255 bytes'}`,
      requires: [
        'OPENHOST-2-1',
        'OPENHOST-2-4',
        'OPENHOST-2-14',
        'OPENHOST-2-15',
        ...(disc ? ['OPENHOST-2-8'] : []),
      ],
      op: 'publish',
      given: { seed: seed1, now: String(TS), dialect },
      input: { record: json({ disc }) },
      accept: answer(disc, dialect === 'spec' ? TS : TS * MICROS),
      by: 'reopening',
      dialect,
      why: 'How names and strings are packed is free; what a client finds in it is not.',
    }),
  ),
);

const signables: Draft[] = (
  [
    ['small', 1n, 'c0ffee'],
    ['zero', 0n, ''],
    ['micros', TS * MICROS, dns({})],
  ] as const
).map(
  ([slug, seq, message]): Draft => ({
    slug: `signable-${slug}`,
    title: `what the outer signature covers, seq ${seq}`,
    requires: ['OPENHOST-2-14'],
    op: 'signable',
    given: { seq: String(seq) },
    input: message,
    accept: signable(seq, message),
    why: 'BEP44 signs bencoded text, not the bytes that relays carry.',
  }),
);

export const packetRecipe: Recipe = {
  structure: 'openhost/packet',
  sections: ['2'],
  dialects: ['spec', 'deployed'],
  drafts: () => {
    if (publicKeyOf(seed1) !== key1) throw new Error('the keys of RFC 8032 do not fit');
    return [...resolved, ...refused, ...deployed, ...published, ...signables];
  },
};
