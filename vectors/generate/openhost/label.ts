/** Sections 2 and 3.3: names of offers and answers, the allowlist hash, and the TURN password. */
import { text, times } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';
import { hmacSha256, key1, key2, sha256, zbase32 } from './keys.js';

const published = 'published by the public implementation for the first key of RFC 8032';
const salt = times('11', 32);

const hostHash = (key: string): string => sha256(text('openhost-offer-host-v1'), key).slice(0, 32);
const clientHash = (under: string, key: string): string => hmacSha256(under, key).slice(0, 32);

const names: Draft[] = [
  {
    slug: 'offer-name-published',
    title: 'the name of offers to a daemon',
    requires: ['OPENHOST-3.3-1'],
    op: 'offer-name',
    input: key1,
    accept: '_offer-aj9hwp8aow3i3yuj3ycmjdnofc',
    why: 'A daemon looks for this name only. The diagram in section 3 shows another name.',
    source: published,
  },
  {
    slug: 'offer-name-other',
    title: 'the name of offers to another daemon',
    requires: ['OPENHOST-3.3-1'],
    op: 'offer-name',
    input: key2,
    accept: `_offer-${zbase32(hostHash(key2))}`,
    why: 'An implementation that returns a constant passes with one key only.',
  },
  {
    slug: 'allowlist-hash-published',
    title: 'the hash of a client under a salt',
    requires: ['OPENHOST-2-20', 'OPENHOST-6-1'],
    op: 'allowlist-hash',
    given: { salt },
    input: key1,
    accept: 'a79476c6ed4d6cf7c0b154243a0f040b',
    why: 'An implementation that truncates the other end, or exchanges key and message, derives another label.',
    source: published,
  },
  {
    slug: 'allowlist-hash-other-salt',
    title: 'another hash for another salt',
    requires: ['OPENHOST-2-20'],
    op: 'allowlist-hash',
    given: { salt: times('22', 32) },
    input: key1,
    accept: clientHash(times('22', 32), key1),
    why: 'Without the salt a client has the same label at every host and can be traced.',
  },
  {
    slug: 'allowlist-hash-other-client',
    title: 'another hash for another client',
    requires: ['OPENHOST-2-20'],
    op: 'allowlist-hash',
    given: { salt },
    input: key2,
    accept: clientHash(salt, key2),
    why: 'An implementation that returns a constant passes with one client only.',
  },
  ...[0, 16].map(
    (length): Draft => ({
      slug: `allowlist-hash-salt-${length}`,
      title: `the hash of a client under a salt of ${length} bytes`,
      requires: ['OPENHOST-2-20'],
      op: 'allowlist-hash',
      given: { salt: times('33', length) },
      input: key1,
      accept: clientHash(times('33', length), key1),
      why: 'The public implementation has vectors with such salts. HMAC allows keys of any length.',
      tags: ['boundary'],
    }),
  ),
  ...[0, 1, 9, 10, 99, 100, 254].map(
    (index): Draft => ({
      slug: `answer-name-${index}`,
      title: `the name of answer fragment ${index}`,
      requires: ['OPENHOST-3.3-31'],
      op: 'answer-name',
      given: { salt, index },
      input: key1,
      accept: `_answer-${zbase32(clientHash(salt, key1))}-${index}`,
      why: 'A leading zero makes another name, which no client looks up.',
      tags: ['boundary'],
    }),
  ),
  ...[-1, 255].map(
    (index): Draft => ({
      slug: `answer-name-index-${index === -1 ? 'negative' : index}`,
      title: `fragment index ${index}`,
      requires: ['OPENHOST-3.3-31'],
      op: 'answer-name',
      given: { salt, index },
      input: key1,
      reject: 'label/index',
      twin: 'answer-name-254',
      why: 'No fragment can contain this index, so no client finds it.',
      tags: ['boundary'],
    }),
  ),
];

const turn: Draft[] = [
  {
    slug: 'turn-password-published',
    title: 'the TURN password of a daemon',
    requires: ['OPENHOST-2-17'],
    op: 'turn-password',
    input: key1,
    accept: '2304a8ee6d2ac774232d32d807058d76',
    why: 'Daemon and client derive it separately. The TURN relay rejects a client whose value differs.',
    source: published,
  },
  {
    slug: 'turn-password-other',
    title: 'the TURN password of another daemon',
    requires: ['OPENHOST-2-17'],
    op: 'turn-password',
    input: key2,
    accept: sha256(text('openhost-turn-v1'), key2).slice(0, 32),
    why: 'An implementation that returns a constant passes with one daemon only.',
  },
];

const short: Draft[] = (
  [
    ['offer-name', {}, 'offer-name-published', 'OPENHOST-3.3-1'],
    ['allowlist-hash', { salt }, 'allowlist-hash-published', 'OPENHOST-2-20'],
    ['turn-password', {}, 'turn-password-published', 'OPENHOST-2-17'],
  ] as const
).map(
  ([op, given, twin, requires]): Draft => ({
    slug: `${op}-key-31`,
    title: 'a key of 31 bytes',
    requires: [requires],
    op,
    given,
    input: key1.slice(2),
    reject: 'label/key-length',
    twin,
    why: 'A hash accepts any length, so a missing length check gives a label that no peer looks up.',
    tags: ['boundary'],
  }),
);

export const labelRecipe: Recipe = {
  structure: 'openhost/label',
  sections: ['2', '3.3'],
  drafts: () => [...names, ...turn, ...short],
};
