/** The keys that tunnel peers know each other by: on disk, and as they are written. */
import { accepting, refusing } from '../drafted.js';
import { hexOf } from '../hex_bytes.js';
import { base32, publicKeyOf } from '../openhost/keys.js';
import { type Draft, derive, type Recipe } from '../recipe.js';

const derived = (id: string, length = 32): string => hexOf(derive(id, 'secret', length));

export const keyFileRecipe: Recipe = {
  structure: 'tunnel/key-file',
  sections: ['identity'],
  drafts: () => {
    const own = derived('tunnel/key-file/public-derived');
    return [
      {
        slug: 'decode-32',
        title: '32 raw bytes are a key file',
        requires: ['TUNNEL-IDENTITY-7'],
        op: 'decode',
        input: own,
        accept: own,
        why: 'A key made by one program has to be a key for the other.',
      },
      ...(
        [
          [
            'rfc8032-1',
            '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
            'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
          ],
          [
            'rfc8032-2',
            '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
            '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
          ],
        ] as const
      ).map(([slug, input, accept]) => ({
        slug: `public-${slug}`,
        title: `the public key of ${slug}`,
        requires: ['TUNNEL-IDENTITY-5'],
        op: 'public',
        input,
        accept,
        why: 'The identity is the Ed25519 key of the secret, not its hash or its X25519 key.',
        source: 'RFC 8032, 7.1',
      })),
      {
        slug: 'public-derived',
        title: 'the public key of a key file',
        requires: ['TUNNEL-IDENTITY-5', 'TUNNEL-IDENTITY-7'],
        op: 'public',
        input: own,
        accept: publicKeyOf(own),
        why: 'Who is let in is decided by this key alone.',
      },
      ...([0, 31, 33, 64, 65] as const).map((length) => ({
        slug: `decode-length-${length}`,
        title: `${length} bytes are no key file`,
        requires: ['TUNNEL-IDENTITY-9'],
        op: 'decode',
        input: derived('tunnel/key-file/length', length),
        reject: 'key-file/length',
        twin: 'decode-32',
        why: 'A file that was cut, or is a key in text, must not become another identity.',
        tags: ['boundary'],
      })),
    ];
  },
};

/** Public keys in hex. */
export const vectorKeys = [0, 1].map((n) => publicKeyOf(derived(`tunnel/keys/${n}`)));

export const publicKeyRecipe: Recipe = {
  structure: 'tunnel/public-key',
  sections: ['in'],
  drafts: () => {
    const [text = ''] = vectorKeys;
    const short = base32(text);
    const read = accepting({ op: 'decode' });
    const unread = refusing({ op: 'decode', beside: 'hex', tags: ['form'] });
    const refuse = (
      slug: string,
      title: string,
      input: string,
      reject: string,
      why: string,
      beside = 'hex',
    ): Draft => unread(slug, title, input, reject, 'TUNNEL-IN-13', why, { beside });
    const letter = (at: number, other: string): string => short.slice(0, at) + other + short.slice(at + 1);
    return [
      read('hex', 'a key in hex', text, text, 'TUNNEL-IN-13', 'What programs print.'),
      read('base32', 'a key in base32', short, text, 'TUNNEL-IN-13', 'What iroh itself prints in places.'),
      refuse('empty', 'no text at all', '', 'public-key/length', 'A script with an unset variable.'),
      refuse(
        'hex-63',
        'one digit short',
        text.slice(1),
        'public-key/length',
        'Copied without its first digit.',
      ),
      refuse(
        'hex-65',
        'one digit long',
        `${text}0`,
        'public-key/length',
        'Copied with what stood behind it.',
      ),
      refuse(
        'hex-letter',
        'a letter that is no digit',
        `g${text.slice(1)}`,
        'hex/alphabet',
        'A lenient parser reads it as 0: another key.',
      ),
      refuse(
        'hex-blank',
        'with a blank behind',
        `${text} `,
        'public-key/length',
        'Blanks are no part of a key.',
      ),
      refuse('hex-0x', 'with 0x before', `0x${text}`, 'public-key/length', 'A prefix is no part of a key.'),
      refuse(
        'base32-51',
        'one character short',
        short.slice(1),
        'public-key/length',
        'Copied without its first character.',
        'base32',
      ),
      refuse(
        'base32-digit',
        'a character that base32 has not',
        letter(3, '1'),
        'base32/alphabet',
        '0, 1, 8 and 9 are left out.',
        'base32',
      ),
      refuse(
        'base32-padding',
        'with padding',
        `${short}====`,
        'public-key/length',
        'Keys are written without padding.',
        'base32',
      ),
    ];
  },
};
