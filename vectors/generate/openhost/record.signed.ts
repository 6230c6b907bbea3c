/** Section 2: the signature of a record, and when it is valid. */
import type { JsonObject } from '../../../reference/structure.js';
import { accepting, refusing, refusingEach } from '../drafted.js';
import { flipped, set, times } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { base64url, key1, key2, seed1, signatureOf } from './keys.js';
import { bytes, json, type Parts, signed, TS, v3 } from './record.parts.js';
import { refusedEdges, stretched } from './signature.edges.js';

const trusted = (now = TS): JsonObject => ({ public_key: key1, now: String(now) });

const believe = accepting({ op: 'verify' });
const opened = (
  slug: string,
  title: string,
  parts: Parts,
  now: bigint,
  requires: string | string[],
  why: string,
): Draft => believe(slug, title, signed(bytes(parts)), json(parts), requires, why, { given: trusted(now) });

const distrust = { op: 'verify', beside: 'v2', given: trusted() };
const distrusted = refusing(distrust);
const distrustedEach = refusingEach(distrust);
const lenient = 'A lenient decoder accepts a value that others reject.';

export const believed: Draft[] = [
  opened(
    'v2',
    'a signed version 2 record',
    {},
    TS,
    ['OPENHOST-2-2', 'OPENHOST-2-9'],
    'A client resolves this record.',
  ),
  opened(
    'v3',
    'a signed version 3 record',
    v3('c0000201'),
    TS,
    ['OPENHOST-2-2', 'OPENHOST-2-9'],
    'A verifier that skips the trailer lets a relay change the TURN address.',
  ),
  opened(
    'old-7199',
    'a record 7199 seconds old',
    {},
    TS + 7199n,
    'OPENHOST-2-11',
    'A verifier with an off-by-one window rejects a fresh record.',
  ),
  opened(
    'old-7200',
    'a record 7200 seconds old',
    {},
    TS + 7200n,
    'OPENHOST-2-11',
    'The text rejects more than 7200 seconds, so 7200 is valid.',
  ),
  opened(
    'ahead-7200',
    'a record 7200 seconds ahead',
    {},
    TS - 7200n,
    'OPENHOST-2-11',
    'A verifier that allows only old records rejects hosts whose clock is ahead.',
  ),
  distrusted(
    'old-7201',
    'a record 7201 seconds old',
    signed(),
    'record/stale',
    'OPENHOST-2-11',
    'A relay can replay an old record with an old address.',
    { given: trusted(TS + 7201n) },
  ),
  distrusted(
    'ahead-7201',
    'a record 7201 seconds ahead',
    signed(),
    'record/stale',
    'OPENHOST-2-11',
    'A record from the future replaces every later one.',
    { given: trusted(TS - 7201n) },
  ),
  distrusted(
    'ts-2-63',
    'a ts that a signed number makes negative',
    signed(bytes({ ts: 2n ** 63n })),
    'record/stale',
    'OPENHOST-2-11',
    'An underflow makes the record look fresh without end.',
  ),
  distrusted(
    'other-key',
    'a record under another key',
    signed(),
    'record/signature',
    'OPENHOST-2-9',
    'A verifier that does not compare the key accepts a signature of anybody.',
    { given: { ...trusted(), public_key: key2 } },
  ),
  distrusted(
    'signature-first-bit',
    'a signature with its first bit changed',
    base64url(flipped(signatureOf(seed1, bytes()), 0, 0x80) + bytes()),
    'record/signature',
    'OPENHOST-2-9',
    'A verifier that checks half of the signature accepts it.',
  ),
  distrusted(
    'signature-order-added',
    'a signature with the group order added to S',
    base64url(stretched(signatureOf(seed1, bytes())) + bytes()),
    'record/signature',
    'OPENHOST-2-9',
    'RFC 8032 section 5.1.7 forbids it: one signature would have two encodings.',
  ),
  ...refusedEdges(bytes()).map(({ slug, title, key, signature, why }) =>
    distrusted(
      `signature-${slug}`,
      `a signature ${title}`,
      base64url(signature + bytes()),
      'record/signature',
      'OPENHOST-1-10',
      why,
      {
        given: { ...trusted(), public_key: key },
        tags: ['hostile', 'odd-key'],
        source: 'node:crypto, @noble/curves and tweetnacl part ways here',
      },
    ),
  ),
  distrusted(
    'record-changed',
    'a record with its last byte changed',
    base64url(signatureOf(seed1, bytes()) + set(bytes(), -1, '01')),
    'record/signature',
    'OPENHOST-2-9',
    'A decoder that parses before it verifies tells an attacker what is wrong with a forgery.',
  ),
  distrusted(
    'signature-behind',
    'the signature after the record',
    base64url(bytes() + signatureOf(seed1, bytes())),
    'record/signature',
    'OPENHOST-2-2',
    'An implementation with another order signs other bytes.',
  ),
  distrusted(
    '63-bytes',
    'a value of 63 bytes',
    base64url(times('00', 63)),
    'record/too-short',
    'OPENHOST-2-2',
    'A decoder without a length check reads past the end of the value.',
  ),
  distrusted(
    'padded',
    'a value with padding',
    `${signed()}==`,
    'base64url/alphabet',
    'OPENHOST-2-2',
    'Two encodings of one record have two packet signatures.',
  ),
  distrusted(
    'line-feed',
    'a value with a line feed at the end',
    `${signed()}\n`,
    'base64url/alphabet',
    'OPENHOST-2-2',
    'Some decoders of base64 skip line ends, and so accept a value that others reject.',
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
    'Plus and slash belong to standard base64, not to base64url.',
  ),
  ...distrustedEach({ reject: 'base64url/alphabet', requires: 'OPENHOST-2-2', why: lenient }, [
    [
      'base64-of-it-all',
      'a value that is right but for + and / in place of - and _',
      signed().replaceAll('-', '+').replaceAll('_', '/'),
    ],
    ['space', 'a value with a space in it', `${signed().slice(0, 100)} ${signed().slice(100)}`],
  ]),
  distrusted(
    'trailing-bits',
    'a value whose unused last bits are not zero',
    nextOfLast(signed(bytes({ disc: 'd' }))),
    'base64url/trailing-bits',
    'OPENHOST-2-2',
    'A decoder that ignores the unused bits gives one record sixteen encodings.',
  ),
];

/** The text with the next character of the alphabet at its end. */
function nextOfLast(value: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return value.slice(0, -1) + alphabet[alphabet.indexOf(value.slice(-1)) + 1];
}

export const signing: Draft[] = (
  [
    ['v2', {}],
    ['v3', v3('c0000201')],
  ] as const
).map(
  ([slug, parts]): Draft => ({
    slug: `sign-${slug}`,
    title: `the published value of a ${slug} record`,
    requires: ['OPENHOST-2-2', 'OPENHOST-2-9'],
    op: 'sign',
    given: { seed: seed1 },
    input: json(parts),
    accept: signed(bytes(parts)),
    why: 'Ed25519 is deterministic, so every encoder makes this value.',
    source: 'node:crypto signs alike',
  }),
);
