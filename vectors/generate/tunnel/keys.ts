/** The keys of tunnel peers: as files, and as text. */
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
        title: 'a key file of 32 raw bytes is accepted',
        requires: ['TUNNEL-IDENTITY-7'],
        op: 'decode',
        input: own,
        accept: own,
        why: 'A key file that one program wrote is rejected by the other.',
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
        title: `deriving the public key of the secret key ${slug} returns one exact key`,
        requires: ['TUNNEL-IDENTITY-5'],
        op: 'public',
        input,
        accept,
        why: 'A peer that derives another key, such as the X25519 key, is never found.',
        source: 'RFC 8032, 7.1',
      })),
      {
        slug: 'public-derived',
        title: 'deriving the public key of a generated key file returns one exact key',
        requires: ['TUNNEL-IDENTITY-5', 'TUNNEL-IDENTITY-7'],
        op: 'public',
        input: own,
        accept: publicKeyOf(own),
        why: 'The access list names this key, so a wrong one locks the peer out.',
      },
      ...([0, 31, 33, 64, 65] as const).map((length) => ({
        slug: `decode-length-${length}`,
        title: `a key file of ${length} bytes is rejected`,
        requires: ['TUNNEL-IDENTITY-9'],
        op: 'decode',
        input: derived('tunnel/key-file/length', length),
        reject: 'key-file/length',
        twin: 'decode-32',
        why: 'A truncated file or a key in text becomes another identity in silence.',
        tags: ['boundary'],
      })),
    ];
  },
};

/** Public keys in hex. */
export const vectorKeys = [0, 1].map((n) => publicKeyOf(derived(`tunnel/keys/${n}`)));

/** Texts that are nearly a key. */
function rejected(text: string, short: string): readonly Draft[] {
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
    refuse(
      'empty',
      'an empty text is rejected',
      '',
      'public-key/length',
      'A script with an unset variable passes an empty text.',
    ),
    refuse(
      'hex-63',
      'hex with 63 digits is rejected',
      text.slice(1),
      'public-key/length',
      'A user copies the key without its first digit and waits for a connection timeout.',
    ),
    refuse(
      'hex-65',
      'hex with 65 digits is rejected',
      `${text}0`,
      'public-key/length',
      'A user copies one character too many and waits for a connection timeout.',
    ),
    refuse(
      'hex-letter',
      'hex with the letter g is rejected',
      `g${text.slice(1)}`,
      'hex/alphabet',
      'A lenient parser reads g as 0 and looks for another peer.',
    ),
    refuse(
      'hex-blank',
      'hex with a trailing blank is rejected',
      `${text} `,
      'public-key/length',
      'A quoted variable with a trailing blank hides an error in the script.',
    ),
    refuse(
      'hex-0x',
      'hex with the prefix 0x is rejected',
      `0x${text}`,
      'public-key/length',
      'A parser that skips the prefix reads 62 digits as a key.',
    ),
    refuse(
      'base32-51',
      'base32 with 51 characters is rejected',
      short.slice(1),
      'public-key/length',
      'A user copies the key without its first character and waits for a connection timeout.',
      'base32',
    ),
    refuse(
      'base32-digit',
      'base32 with the digit 1 is rejected',
      letter(3, '1'),
      'base32/alphabet',
      'Base32 has no 0, 1, 8 and 9: a lenient parser reads 1 as another letter and looks for another peer.',
      'base32',
    ),
    refuse(
      'base32-padding',
      'base32 with padding is rejected',
      `${short}====`,
      'public-key/length',
      'iroh writes keys without padding, so a padded key came from another tool.',
      'base32',
    ),
  ];
}

export const publicKeyRecipe: Recipe = {
  structure: 'tunnel/public-key',
  sections: ['in'],
  drafts: () => {
    const [text = ''] = vectorKeys;
    const short = base32(text);
    const read = accepting({ op: 'decode' });
    return [
      read('hex', 'a key in hex is accepted', text, text, 'TUNNEL-IN-13', 'Programs print their key in hex.'),
      read(
        'base32',
        'a key in base32 is accepted',
        short,
        text,
        'TUNNEL-IN-13',
        'Some iroh tools print keys in base32.',
      ),
      ...rejected(text, short),
    ];
  },
};
