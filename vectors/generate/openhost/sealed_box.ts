/** Sections 2 and 3.3: sealed boxes, and the conversion of an identity to the key of a box. */
import { blake2b } from '@noble/hashes/blake2.js';
import nacl from 'tweetnacl';
import { accepting, refusing } from '../drafted.js';
import { altered, bytesOf, cut, hexOf, text, times } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';
import { key1, key2, seed1, seed2 } from './keys.js';
import { mixedOrder, neutral, order8 } from './signature.edges.js';

/** Conversions by libsodium. A test compares these values with libsodium itself. */
export const montgomery = {
  public1: 'd85e07ec22b0ad881537c2f44d662d1a143cf830c57aca4305d85c7a90f6b62e',
  public2: '25c704c594b88afc00a76b69d1ed2b984d7e22550f3ed0802d04fbcd07d38d47',
  secret1: '307c83864f2833cb427a2ef1c00a013cfdff2768d980c0a3a520f006904de94f',
  secret2: '68bd9ed75882d52815a97585caf4790a7f6c6b3b7f821c5e259a24b02e502e51',
};

const ephemeral = times('5a', 32);

/** A box from its parts: the ephemeral key, then the box with the nonce of both keys. */
function box(plaintext: string, to = montgomery.public1): string {
  const own = nacl.box.keyPair.fromSecretKey(bytesOf(ephemeral)).publicKey;
  const nonce = blake2b(bytesOf(hexOf(own) + to), { dkLen: 24 });
  return hexOf(own) + hexOf(nacl.box(bytesOf(plaintext), nonce, bytesOf(to), bytesOf(ephemeral)));
}

const message = text('an offer');
const good = box(message);

const keys: Draft[] = (
  [
    ['public-key', key1, montgomery.public1, '1'],
    ['public-key', key2, montgomery.public2, '2'],
    ['secret-key', seed1, montgomery.secret1, '1'],
    ['secret-key', seed2, montgomery.secret2, '2'],
  ] as const
).map(
  ([op, input, accept, number]): Draft => ({
    slug: `${op}-rfc-8032-${number}`,
    title: `the X25519 ${op.replace('-', ' ')} of identity ${number}`,
    requires: ['OPENHOST-2-19'],
    op,
    input,
    accept,
    why: 'An implementation with another key conversion seals boxes that nobody can open.',
    source: 'libsodium converts alike',
  }),
);

/** Points on which libsodium and noble disagree. A test asks both. */
const unconverted: Draft[] = (
  [
    ['neutral', 'the neutral point', neutral],
    ['order-8', 'a key of order eight', order8],
    ['mixed-order', 'a key of mixed order', mixedOrder],
  ] as const
).map(
  ([slug, what, input]): Draft => ({
    slug: `public-key-${slug}`,
    title: `${what}`,
    requires: ['OPENHOST-1-11'],
    op: 'public-key',
    input,
    reject: 'sealed-box/no-point',
    twin: 'public-key-rfc-8032-1',
    why: 'A box that is sealed to such a key may be readable for everybody.',
    tags: ['hostile', 'odd-key'],
    source: 'libsodium rejects it',
  }),
);

const reading = { op: 'open', given: { seed: seed1 } };
const requires = ['OPENHOST-3.3-2', 'OPENHOST-3.3-37'];
const opens = accepting(reading);
const opened = (slug: string, title: string, plaintext: string, why: string): Draft =>
  opens(slug, title, box(plaintext), plaintext, requires, why);

const forged = 'A decoder that opens a changed box skips the authenticator.';

const refuses = refusing({ ...reading, beside: 'plain' });
const refused = (
  slug: string,
  title: string,
  input: string,
  reject: string,
  why = forged,
  seed = seed1,
): Draft => refuses(slug, title, input, reject, requires, why, { given: { seed } });

const boxes: Draft[] = [
  opened('plain', 'a box to the host', message, 'Every offer is sealed in this form.'),
  opened('empty', 'a box around nothing', '', 'A decoder with an off-by-one bound rejects the shortest box.'),
  opened(
    'one-byte',
    'a box around one byte',
    '02',
    'A decoder with an off-by-one bound rejects a box just above the shortest.',
  ),
  opened(
    'long',
    'a box around 300 bytes',
    times('a5', 300),
    'An implementation with a wrong block counter fails after the first block.',
  ),
  refused(
    'other-recipient',
    'a box to somebody else',
    box(message, montgomery.public2),
    'sealed-box/forged',
    'A decoder that opens the box of another recipient uses a wrong key.',
  ),
  refused(
    'other-seed',
    'a box opened by somebody else',
    good,
    'sealed-box/forged',
    'A decoder that opens the box of another recipient uses a wrong key.',
    seed2,
  ),
  refused('ephemeral-changed', 'another ephemeral key', altered(good, 0), 'sealed-box/forged'),
  refused('tag-changed', 'another authenticator', altered(good, 32), 'sealed-box/forged'),
  refused('last-changed', 'another last byte', altered(good, -1), 'sealed-box/forged'),
  refused('cut', 'an input without its last byte', cut(good), 'sealed-box/forged'),
  refused(
    '47-bytes',
    'a box of 47 bytes',
    cut(box('')),
    'sealed-box/too-short',
    'A decoder without a length check reads past the end of the box.',
  ),
  refused(
    'nothing',
    'no box at all',
    '',
    'sealed-box/too-short',
    'A decoder without a length check crashes on an empty box.',
  ),
];

const sealing: Draft[] = (
  [
    ['plain', message],
    ['empty', ''],
  ] as const
).map(
  ([slug, plaintext]): Draft => ({
    slug: `seal-${slug}`,
    title: `a box to the host with ${slug === 'empty' ? 'an empty message' : 'a message'}`,
    requires: ['OPENHOST-3.3-2'],
    op: 'seal',
    given: { public_key: key1, seed: seed1, ephemeral },
    input: plaintext,
    accept: plaintext,
    by: 'reopening',
    why: 'Each box has a fresh key, so the test opens the box instead of comparing its bytes.',
  }),
);

export const sealedBoxRecipe: Recipe = {
  structure: 'openhost/sealed-box',
  sections: ['2', '3.3'],
  drafts: () => [...keys, ...unconverted, ...boxes, ...sealing],
};
