/** Section 2: the signed DNS packet around a record, as relays and the DHT carry it. */
import type { JsonObject } from '../../reference/structure.js';
import { cut, set, text, times, u8, u16, u32 } from './openhost_bytes.js';
import { base64url, key1, key2, publicKeyOf, seed1, seed2, signatureOf, zbase32 } from './openhost_keys.js';
import type { Draft, Recipe } from './recipe.js';

const TS = 1_700_000_000n;
const MICROS = 1_000_000n;

const fields = { fp: times('ab', 32), salt: times('11', 32) };
const canonical = (disc: string): string =>
  `01${text('openhost1')}02${TS.toString(16).padStart(16, '0')}${fields.fp}06${text('server')}${fields.salt}${u16(disc.length)}${text(disc)}`;
const value = (disc = '', seed = seed1): string =>
  base64url(signatureOf(seed, canonical(disc)) + canonical(disc));
const record = (disc = ''): JsonObject => ({
  version: 2,
  ts: String(TS),
  dtls_fp: fields.fp,
  roles: 'server',
  salt: fields.salt,
  disc,
});

interface Entry {
  readonly label?: string;
  readonly value?: string;
  readonly ttl?: number;
  /** Where its character strings end; one string of 254 and the rest when it is left out. */
  readonly strings?: readonly number[];
  readonly zone?: string;
  readonly type?: number;
}

/** RDATA of a TXT record, cut at those places. */
function strings(whole: string, ends: readonly number[]): string {
  const cuts = [0, ...ends.filter((end) => end < whole.length), whole.length];
  return cuts
    .slice(1)
    .map((end, i) => whole.slice(cuts[i], end))
    .map((part) => `${u8(part.length)}${text(part)}`)
    .join('');
}

const name = (label: string, zone: string): string =>
  `${u8(label.length)}${text(label)}${u8(zone.length)}${text(zone)}00`;

function resource({
  label = '_openhost',
  ttl = 300,
  zone = zbase32(key1),
  type = 16,
  ...entry
}: Entry): string {
  const whole = entry.value ?? value();
  const data = strings(whole, entry.strings ?? [254, 508, 762]);
  return `${name(label, zone)}${u16(type)}0001${u32(ttl)}${u16(data.length / 2)}${data}`;
}

const dns = (...entries: readonly Entry[]): string =>
  `000080000000${u16(entries.length)}00000000${entries.map(resource).join('')}`;

const seqHex = (seq: bigint): string => seq.toString(16).padStart(16, '0');
const signable = (seq: bigint, message: string): string =>
  text(`3:seqi${seq}e1:v${message.length / 2}:`) + message;
const payload = (message: string, seq: bigint, seed = seed1): string =>
  signatureOf(seed, signable(seq, message)) + seqHex(seq) + message;

const given = (dialect: string): JsonObject => ({ public_key: key1, now: String(TS), dialect });
const answer = (disc = '', seq = TS, ttl = 300): JsonObject => ({
  seq: String(seq),
  ttl,
  record: record(disc),
});

const MAX = 1000;
/** A further record that makes the whole message that long. */
function padding(length: number): Entry {
  const entry = (letters: number): Entry => ({
    label: 'pad',
    value: times('p', letters),
    strings: [255, 510, 765],
  });
  const letters = Array.from({ length }, (_, n) => n).find((n) => dns({}, entry(n)).length === 2 * length);
  if (letters === undefined) throw new Error(`no padding makes ${length} bytes`);
  return entry(letters);
}

const accepted = (
  slug: string,
  title: string,
  message: string,
  requires: readonly string[],
  why: string,
  disc = '',
): Draft => ({
  slug: `resolve-${slug}`,
  title,
  requires,
  op: 'resolve',
  given: given('spec'),
  input: payload(message, TS),
  accept: answer(disc),
  dialect: 'spec',
  why,
});

const resolved: Draft[] = [
  accepted(
    'plain',
    'a packet with one record',
    dns({}),
    ['OPENHOST-2-1', 'OPENHOST-2-4', 'OPENHOST-2-14', 'OPENHOST-2-15'],
    'What a relay gives a client.',
  ),
  accepted(
    'answers',
    'a record with answers beside it',
    dns({}, { label: '_answer-aj9hwp8aow3i3yuj3ycmjdnofc-0', value: 'AAAA', ttl: 30 }),
    ['OPENHOST-2-1', 'OPENHOST-3.3-30'],
    'A client that wants one record in the packet loses every host that answers.',
  ),
  accepted(
    'answers-first',
    'a record behind an answer',
    dns({ label: '_answer-aj9hwp8aow3i3yuj3ycmjdnofc-0', value: 'AAAA', ttl: 30 }, {}),
    ['OPENHOST-2-1'],
    'The order of records means nothing in DNS.',
  ),
  accepted(
    'other-zone',
    'an _openhost of another zone beside it',
    dns({}, { zone: zbase32(key2) }),
    ['OPENHOST-2-1'],
    'The name is that under the key of the host.',
  ),
  accepted(
    'split-255',
    'a long value split at 255',
    dns({ value: value(times('d', 150)), strings: [255] }),
    ['OPENHOST-2-8'],
    'The text says over 255.',
    times('d', 150),
  ),
  accepted(
    'split-254',
    'a long value split at 254',
    dns({ value: value(times('d', 150)), strings: [254] }),
    ['OPENHOST-2-8'],
    'One encoder in the field splits there.',
    times('d', 150),
  ),
  accepted(
    'split-three',
    'a value in three strings',
    dns({ strings: [1, 100] }),
    ['OPENHOST-2-8'],
    'Decoders join whatever there is.',
  ),
  accepted(
    '1000-bytes',
    'a DNS message of 1000 bytes',
    dns({}, padding(MAX)),
    ['OPENHOST-2-10'],
    'The limit itself is allowed.',
  ),
];

const refusedWith = (
  slug: string,
  title: string,
  input: string,
  reject: string,
  requires: string,
  why: string,
  more: JsonObject = {},
): Draft => ({
  slug: `resolve-${slug}`,
  title,
  requires: [requires],
  op: 'resolve',
  given: { ...given('spec'), ...more },
  input,
  reject,
  twin: 'resolve-plain',
  dialect: 'spec',
  why,
});

const good = payload(dns({}), TS);

const refused: Draft[] = [
  refusedWith(
    'no-record',
    'a packet without _openhost',
    payload(dns({ label: 'other' }), TS),
    'packet/no-record',
    'OPENHOST-2-1',
    'A client takes whatever TXT record comes first.',
  ),
  refusedWith(
    'two-records',
    'two records named _openhost',
    payload(dns({}, {}), TS),
    'packet/several-records',
    'OPENHOST-2-1',
    'Which one counts depends on the reader.',
  ),
  refusedWith(
    'outer-signature',
    'an outer signature with a byte changed',
    set(good, 5, good.slice(10, 12) === '00' ? '01' : '00'),
    'packet/signature',
    'OPENHOST-2-14',
    'A relay makes up packets.',
  ),
  refusedWith(
    'seq-changed',
    'a seq that was changed behind its signature',
    set(good, 71, '01'),
    'packet/signature',
    'OPENHOST-2-14',
    'A relay makes an old packet win.',
  ),
  refusedWith(
    'outer-other-key',
    'an outer signature of another key',
    payload(dns({}), TS, seed2),
    'packet/signature',
    'OPENHOST-2-14',
    'Somebody republishes the record of a host as its own.',
  ),
  refusedWith(
    'inner-other-key',
    'a record signed by another key',
    payload(dns({ value: value('', seed2) }), TS),
    'record/signature',
    'OPENHOST-2-9',
    'The two signatures are by one key.',
  ),
  refusedWith(
    'stale',
    'a record of three hours ago',
    good,
    'record/stale',
    'OPENHOST-2-11',
    'A relay plays back an old address.',
    { now: String(TS + 10_800n) },
  ),
  refusedWith(
    'seq-later',
    'a seq of one second later than ts',
    payload(dns({}), TS + 1n),
    'packet/seq',
    'OPENHOST-2-15',
    'Packet and record tell two times.',
  ),
  refusedWith(
    '1001-bytes',
    'a DNS message of 1001 bytes',
    payload(dns({}, padding(MAX + 1)), TS),
    'packet/length',
    'OPENHOST-2-10',
    'The DHT does not carry it; a browser client takes it.',
  ),
  refusedWith(
    'cut',
    'a packet without its last byte',
    cut(good),
    'packet/signature',
    'OPENHOST-2-14',
    'A response that ended early.',
  ),
  refusedWith(
    'nothing',
    'no packet at all',
    '',
    'packet/length',
    'OPENHOST-2-14',
    'An empty body is no packet.',
  ),
  refusedWith(
    'seq-micros',
    'seq in microseconds',
    payload(dns({}), TS * MICROS),
    'packet/seq',
    'OPENHOST-2-15',
    'What every deployed host publishes: see OPENHOST-G01.',
  ),
];

const deployed: Draft[] = [
  {
    slug: 'resolve-deployed',
    title: 'a packet of a deployed host, seq in microseconds',
    requires: ['OPENHOST-2-15'],
    op: 'resolve',
    given: given('deployed'),
    input: payload(dns({}), TS * MICROS),
    accept: answer('', TS * MICROS),
    dialect: 'deployed',
    why: 'What every deployed host publishes.',
  },
  {
    slug: 'resolve-deployed-seconds',
    title: 'seq in seconds is decades away for a deployed client',
    requires: ['OPENHOST-2-15'],
    op: 'resolve',
    given: given('deployed'),
    input: good,
    reject: 'packet/seq',
    twin: 'resolve-deployed',
    dialect: 'deployed',
    why: 'A host that follows the text is found by nobody.',
  },
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
      input: { record: record(disc) },
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
