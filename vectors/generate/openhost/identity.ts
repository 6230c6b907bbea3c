/** Section 1: keys as text, and the URL of a host. */
import { defined } from '../../../defined.js';
import type { JsonObject } from '../../../reference/structure.js';
import { accepting, refusing, refusingEach } from '../drafted.js';
import type { Draft, Recipe } from '../recipe.js';
import { key1, key2, publicKeyOf, seed1, seed2, zbase32 } from './keys.js';

const text1 = zbase32(key1);
const rfc = 'the key pair is that of RFC 8032 section 7.1';

const keys: Draft[] = [
  ...(
    [
      ['rfc-8032-1', seed1, key1, rfc],
      ['rfc-8032-2', seed2, key2, rfc],
      ['zero', '00'.repeat(32), publicKeyOf('00'.repeat(32)), undefined],
      ['ones', 'ff'.repeat(32), publicKeyOf('ff'.repeat(32)), undefined],
    ] as const
  ).map(
    ([slug, seed, key, source]): Draft => ({
      slug: `public-key-${slug}`,
      title: `the public key of the seed ${slug}`,
      requires: ['OPENHOST-1-5'],
      op: 'public-key',
      input: seed,
      accept: key,
      why: 'An implementation that uses the seed as a scalar, or another hash, derives another identity.',
      ...defined({ source }),
    }),
  ),
  ...[31, 33].map(
    (length): Draft => ({
      slug: `public-key-seed-${length}`,
      title: `a seed of ${length} bytes`,
      requires: ['OPENHOST-1-5'],
      op: 'public-key',
      input: '5a'.repeat(length),
      reject: 'identity/seed-length',
      twin: 'public-key-rfc-8032-1',
      why: 'An implementation that pads or truncates a seed makes an identity that no other one can restore.',
      tags: ['boundary'],
    }),
  ),
];

const spellings: Draft[] = [
  ...(
    [
      ['rfc-8032-1', key1],
      ['rfc-8032-2', key2],
      ['zero-byte-last', publicKeyOf('03'.repeat(32))],
    ] as const
  ).flatMap(([slug, key]): Draft[] => [
    {
      slug: `encode-key-${slug}`,
      title: `the key ${slug} in z-base-32`,
      requires: ['OPENHOST-1-3'],
      op: 'encode-key',
      input: key,
      accept: zbase32(key),
      why: 'Base32 of RFC 4648 has the same length and another alphabet, so a key is misread in silence.',
    },
    {
      slug: `decode-key-${slug}`,
      title: `the key ${slug} out of z-base-32`,
      requires: ['OPENHOST-1-3', 'OPENHOST-1-2'],
      op: 'decode-key',
      input: zbase32(key),
      accept: key,
      why: 'Every lookup of a host starts with this text.',
    },
  ]),
  ...[31, 33].map(
    (length): Draft => ({
      slug: `encode-key-of-${length}`,
      title: `a key of ${length} bytes`,
      requires: ['OPENHOST-1-3'],
      op: 'encode-key',
      input: '5a'.repeat(length),
      reject: 'identity/key-length',
      twin: 'encode-key-rfc-8032-1',
      why: 'A user who copies this text finds no host.',
      tags: ['boundary'],
    }),
  ),
];

const refusedKey = refusing({ op: 'decode-key', beside: 'rfc-8032-1' });

const replaced = (at: number, letter: string): string => text1.slice(0, at) + letter + text1.slice(at + 1);

const refusedKeys: Draft[] = [
  refusedKey(
    '51-letters',
    '51 letters',
    text1.slice(1),
    'identity/key-length',
    'OPENHOST-1-2',
    'The text lacks the last byte, and a lenient decoder fills it with zeros.',
  ),
  refusedKey(
    '53-letters',
    '53 letters',
    `${text1}y`,
    'identity/key-length',
    'OPENHOST-1-2',
    'The text has five bits too many, and a lenient decoder ignores them.',
  ),
  refusedKey(
    'empty',
    'an empty key',
    '',
    'identity/key-length',
    'OPENHOST-1-2',
    'An empty text is not a key, and an unset variable passes one.',
  ),
  ...['l', '0', '2', 'v'].map((letter) =>
    refusedKey(
      `letter-${letter}`,
      `the letter ${letter}, which the alphabet leaves out`,
      replaced(7, letter),
      'zbase32/alphabet',
      'OPENHOST-1-2',
      'The alphabet omits letters that people confuse. A decoder that guesses finds another host.',
    ),
  ),
  refusedKey(
    'padded',
    'a padding sign at the end',
    `${text1.slice(0, 51)}=`,
    'zbase32/alphabet',
    'OPENHOST-1-2',
    'A decoder that accepts padding gives one key two spellings.',
  ),
  refusedKey(
    'space',
    'a space inside',
    replaced(20, ' '),
    'zbase32/alphabet',
    'OPENHOST-1-2',
    'Links break at line ends when users copy them, and a lenient decoder hides the damage.',
  ),
  refusedKey(
    'not-ascii',
    'a letter beyond ASCII',
    replaced(20, 'é'),
    'zbase32/alphabet',
    'OPENHOST-1-2',
    'A decoder with a table of 128 entries reads past its end.',
  ),
  refusedKey(
    'upper-case',
    'a key in upper case',
    text1.toUpperCase(),
    'zbase32/alphabet',
    'OPENHOST-1-7',
    'Two spellings of one key become two entries in an allowlist.',
  ),
  refusedKey(
    'trailing-bit',
    'an unused bit set',
    text1.slice(0, 51) +
      'ybndrfg8ejkmcpqxot1uwisza345h769'['ybndrfg8ejkmcpqxot1uwisza345h769'.indexOf(text1[51] ?? '') | 1],
    'zbase32/trailing-bits',
    'OPENHOST-1-7',
    'A decoder that ignores the last four bits gives one key sixteen spellings.',
  ),
  refusedKey(
    'no-point',
    'a y without a point of the curve',
    zbase32(`02${'00'.repeat(31)}`),
    'identity/no-point',
    'OPENHOST-1-8',
    'No signature verifies with this key, so the host is unreachable.',
  ),
];

const url = accepting({ op: 'decode-url' });

const at = (path: string): JsonObject => ({ public_key: key1, path });
const form = ['OPENHOST-1-4', 'OPENHOST-1-2'];

const urlDecoding = { op: 'decode-url', beside: 'root' };
const refusedUrl = refusing(urlDecoding);
const refusedUrls = refusingEach(urlDecoding);
const otherParts = 'One client sends this part to the host, and another removes it.';

const urls: Draft[] = [
  url('root', 'a URL with the root path', `oh://${text1}/`, at('/'), form, 'Hosts print URLs in this form.'),
  url(
    'bare',
    'a URL without a path',
    `oh://${text1}`,
    at('/'),
    form,
    'A parser that requires a path rejects the URL that hosts print.',
  ),
  url(
    'path',
    'a URL with a path',
    `oh://${text1}/a/b.html`,
    at('/a/b.html'),
    form,
    'A parser that changes the path requests another page.',
  ),
  url(
    'slashes',
    'a path that begins with two slashes',
    `oh://${text1}//x`,
    at('//x'),
    form,
    'A parser that splits at the last slash reads a wrong key.',
  ),
  ...(
    [
      ['root', '/'],
      ['path', '/a/b.html'],
    ] as const
  ).map(
    ([slug, path]): Draft => ({
      slug: `encode-url-${slug}`,
      title: `a URL with the path ${path}`,
      requires: ['OPENHOST-1-4'],
      op: 'encode-url',
      input: at(path),
      accept: `oh://${text1}${path}`,
      why: 'A client that rejects this form rejects links that users copy.',
    }),
  ),
  refusedUrl(
    'host-51',
    'a host of 51 letters',
    `oh://${text1.slice(1)}/`,
    'identity/key-length',
    'OPENHOST-1-2',
    'The key belongs to no host.',
  ),
  refusedUrl(
    'host-name',
    'a DNS name for a host',
    'oh://example.com/',
    'identity/key-length',
    'OPENHOST-1-2',
    'A lookup by DNS name trusts any server that answers.',
  ),
  refusedUrl(
    'host-letter',
    'a host with a letter outside the alphabet',
    `oh://${replaced(3, 'v')}/`,
    'zbase32/alphabet',
    'OPENHOST-1-2',
    'The key belongs to no host.',
  ),
  refusedUrl(
    'port',
    'a port after the host',
    `oh://${text1}:80/`,
    'identity/key-length',
    'OPENHOST-1-2',
    'A client that ignores this part reads one link differently from other clients.',
  ),
  refusedUrl(
    'https',
    'another scheme',
    `https://${text1}/`,
    'url/scheme',
    'OPENHOST-1-4',
    'A browser looks this name up in DNS.',
  ),
  ...refusedUrls({ reject: 'url/query-or-fragment', requires: 'OPENHOST-1-9', why: otherParts }, [
    ['query', 'a query', `oh://${text1}/a?b`],
    ['fragment', 'a fragment', `oh://${text1}/a#b`],
  ]),
];

export const identityRecipe: Recipe = {
  structure: 'openhost/identity',
  sections: ['1'],
  drafts: () => [...keys, ...spellings, ...refusedKeys, ...urls],
};
