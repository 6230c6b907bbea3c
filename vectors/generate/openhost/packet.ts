/** Section 2: the signed DNS packet with a record, as relays and the DHT carry it. */
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
    'A relay returns this to a client.',
  ),
  resolves(
    'answers',
    'a record with answers beside it',
    dns({}, { label: '_answer-aj9hwp8aow3i3yuj3ycmjdnofc-0', value: 'AAAA', ttl: 30 }),
    ['OPENHOST-2-1', 'OPENHOST-3.3-30'],
    'A client that requires one record in the packet loses every host that answers clients.',
  ),
  resolves(
    'answers-first',
    'a record after an answer',
    dns({ label: '_answer-aj9hwp8aow3i3yuj3ycmjdnofc-0', value: 'AAAA', ttl: 30 }, {}),
    'OPENHOST-2-1',
    'DNS records have no order, so a decoder must not depend on it.',
  ),
  resolves(
    'other-zone',
    'a record beside an _openhost of another zone',
    dns({}, { zone: zbase32(key2) }),
    'OPENHOST-2-1',
    'The name belongs to another key, so the record is not the record of this host.',
  ),
  resolves(
    'other-type',
    'a record beside another type named _openhost',
    dns({ type: 1, value: 'abc' }, {}),
    'OPENHOST-2-1',
    'A decoder that ignores the type reads another record as the host record.',
  ),
  resolves(
    'deeper-name',
    'a record beside a name below _openhost',
    dns({ below: 'a' }, {}),
    'OPENHOST-2-1',
    'A decoder that ignores the name reads another record as the host record.',
  ),
  resolves(
    'longer-name',
    'a record beside a name that continues after _openhost and the key',
    dns({ behind: 'com' }, {}),
    'OPENHOST-2-1',
    'A decoder that ignores the name reads another record as the host record.',
  ),
  resolves(
    'compressed-name',
    'a zone that is named by a pointer to its first place',
    dns({ label: '_answer-aj9hwp8aow3i3yuj3ycmjdnofc-0', value: 'AAAA', ttl: 30 }, { zoneAt: 49 }),
    'OPENHOST-2-1',
    'Deployed encoders compress names (RFC 1035 section 4.1.4).',
  ),
  resolves(
    'question',
    'a question before the record',
    asking({}),
    'OPENHOST-2-1',
    'A message may repeat its question (RFC 1035 section 4.1.1).',
  ),
  resolves(
    'split-255',
    'a long value split at 255',
    dns({ value: signed(bytes({ disc: times('d', 150) })), strings: [255] }),
    'OPENHOST-2-8',
    'The text splits only values of more than 255 bytes.',
    times('d', 150),
  ),
  resolves(
    'split-254',
    'a long value split at 254',
    dns({ value: signed(bytes({ disc: times('d', 150) })), strings: [254] }),
    'OPENHOST-2-8',
    'One deployed encoder splits at this length.',
    times('d', 150),
  ),
  resolves(
    'split-three',
    'a value in three strings',
    dns({ strings: [1, 100] }),
    'OPENHOST-2-8',
    'A decoder must join the strings wherever the encoder has split them.',
  ),
  resolves(
    '1000-bytes',
    'a DNS message of 1000 bytes',
    dns({}, padding(MAX)),
    'OPENHOST-2-10',
    'A decoder with an off-by-one bound rejects the largest allowed packet.',
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
    'A client that takes the first TXT record reads another record as the host record.',
  ),
  unresolved(
    'two-records',
    'two records named _openhost',
    payload(dns({}, {}), TS),
    'packet/several-records',
    'OPENHOST-2-1',
    'Two decoders choose two different records.',
  ),
  unresolved(
    'outer-signature',
    'an outer signature with a byte changed',
    altered(good, 5),
    'packet/signature',
    'OPENHOST-2-14',
    'A relay can invent packets unless the client verifies the signature.',
  ),
  unresolved(
    'seq-changed',
    'a seq that differs from the signed one',
    set(good, 71, '01'),
    'packet/signature',
    'OPENHOST-2-14',
    'A relay can raise the seq of an old packet unless the signature covers it.',
  ),
  unresolved(
    'outer-other-key',
    'an outer signature of another key',
    payload(dns({}), TS, seed2),
    'packet/signature',
    'OPENHOST-2-14',
    'An attacker can publish the record of another host under its own key.',
  ),
  unresolved(
    'inner-other-key',
    'a record signed by another key',
    payload(dns({ value: signed(bytes(), seed2) }), TS),
    'record/signature',
    'OPENHOST-2-9',
    'A decoder that does not compare the keys accepts a record of another host.',
  ),
  unresolved(
    'stale',
    'a record of three hours ago',
    good,
    'record/stale',
    'OPENHOST-2-11',
    'A relay can replay an old record with an old address.',
    { given: { ...given('spec'), now: String(TS + 10_800n) } },
  ),
  unresolved(
    'seq-later',
    'a seq of one second later than ts',
    payload(dns({}), TS + 1n),
    'packet/seq',
    'OPENHOST-2-15',
    'Packet and record state different times, so one of them is old.',
  ),
  unresolved(
    '1001-bytes',
    'a DNS message of 1001 bytes',
    payload(dns({}, padding(MAX + 1)), TS),
    'packet/length',
    'OPENHOST-2-10',
    'The DHT rejects it, but a browser client accepts it from a relay.',
  ),
  unresolved(
    'cut',
    'a packet without its last byte',
    cut(good),
    'packet/signature',
    'OPENHOST-2-14',
    'A response that ended early looks like this.',
  ),
  unresolved(
    'nothing',
    'an empty packet',
    '',
    'packet/length',
    'OPENHOST-2-14',
    'A decoder without a length check crashes on an empty body.',
  ),
  unresolved(
    'seq-micros',
    'a seq in microseconds',
    payload(dns({}), TS * MICROS),
    'packet/seq',
    'OPENHOST-2-15',
    'Every deployed host publishes this (OPENHOST-G01).',
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
      title: `the packet of a ${slug === 'plain' ? 'record' : 'value over 255 bytes'}`,
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
      why: 'An encoder may choose how it packs names and strings, so the test decodes the packet.',
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
    why: 'BEP44 signs bencoded text, which differs from the bytes on the relay.',
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
