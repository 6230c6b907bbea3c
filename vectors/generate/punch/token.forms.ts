/** Tokens whose form is wrong. */
import { refusing } from '../drafted.js';
import { type Draft, derive } from '../recipe.js';
import { peer } from './token.parts.js';
import { base64url, nextLetter, STRUCTURE, unsigned } from './token.wire.js';

/** Tokens whose form is wrong, each one step away from the token of `decode-peer`. */
export function forms(): Draft[] {
  const good = unsigned(peer);
  const dot = good.indexOf('.');
  const [body, mac] = [good.slice(2, dot), good.slice(dot + 1)];
  const shorter = base64url(derive(`${STRUCTURE}/decode-peer`, 'mac', 31));
  const longer = base64url(derive(`${STRUCTURE}/decode-peer`, 'mac', 33));
  const refused: [
    slug: string,
    title: string,
    input: string,
    reject: string,
    requires: string,
    why: string,
  ][] = [
    [
      'no-prefix',
      'without "p_"',
      good.slice(2),
      'token/prefix',
      'PUNCH-7-1',
      'The prefix is what tells a Punch token from a JWT in a log scrubber or a router.',
    ],
    [
      'prefix-upper-case',
      'with the prefix in upper case',
      `P_${good.slice(2)}`,
      'token/prefix',
      'PUNCH-7-1',
      'A case-insensitive match lets two spellings of one token past a revocation list.',
    ],
    [
      'prefix-other',
      'with "t_" for a prefix',
      `t_${good.slice(2)}`,
      'token/prefix',
      'PUNCH-7-1',
      'Another kind of token must not be taken for a Punch token.',
    ],
    [
      'leading-space',
      'behind a space',
      ` ${good}`,
      'token/prefix',
      'PUNCH-7-1',
      'Trimming in one place and not in another makes two spellings of one token.',
    ],
    [
      'no-dot',
      'without a dot and a signature',
      `p_${body}`,
      'token/no-signature',
      'PUNCH-7-1',
      'Taking an unsigned token for valid is the classic JWT failure.',
    ],
    [
      'empty-signature',
      'with nothing behind the dot',
      `p_${body}.`,
      'token/signature-length',
      'PUNCH-7-1',
      'An empty signature compared over its own length always matches.',
    ],
    [
      'empty-payload',
      'with an empty payload',
      `p_.${mac}`,
      'json/syntax',
      'PUNCH-7-8',
      'An empty payload names no session.',
    ],
    [
      'two-dots',
      'with a third part',
      `${good}.${mac}`,
      'base64url/alphabet',
      'PUNCH-7-1',
      'Splitting on dots and using the first two parts accepts trailing data.',
    ],
    [
      'signature-31-bytes',
      'with a signature of 31 bytes',
      `p_${body}.${shorter}`,
      'token/signature-length',
      'PUNCH-7-9',
      'A truncated HMAC must not be accepted as a prefix match.',
    ],
    [
      'signature-33-bytes',
      'with a signature of 33 bytes',
      `p_${body}.${longer}`,
      'token/signature-length',
      'PUNCH-7-9',
      'A comparison over the first 32 bytes accepts anything behind them.',
    ],
    [
      'padding',
      'with "=" behind the signature',
      `${good}=`,
      'base64url/alphabet',
      'PUNCH-7-10',
      'Lenient base64 gives one token many spellings.',
    ],
    [
      'signature-plus',
      'with "+" where base64url has "-"',
      `p_${body}.+${mac.slice(1)}`,
      'base64url/alphabet',
      'PUNCH-7-1',
      'The alphabet of plain base64 does not survive a query string, where the token travels.',
    ],
    [
      'signature-slash',
      'with "/" where base64url has "_"',
      `p_${body}./${mac.slice(1)}`,
      'base64url/alphabet',
      'PUNCH-7-1',
      'The alphabet of plain base64 does not survive a path.',
    ],
    [
      'signature-trailing-bits',
      'with a bit set behind the last byte of the signature',
      `p_${body}.${mac.slice(0, -1)}${nextLetter(mac)}`,
      'base64url/trailing-bits',
      'PUNCH-7-10',
      'Ignored bits give one signature four spellings.',
    ],
    [
      'newline',
      'with a line feed behind it',
      `${good}\n`,
      'base64url/alphabet',
      'PUNCH-7-10',
      'A decoder that skips white space accepts tokens broken over header lines.',
    ],
    [
      'payload-cut',
      'with the last brace of its payload cut off',
      `p_${base64url(peer.slice(0, -1))}.${mac}`,
      'json/syntax',
      'PUNCH-7-8',
      'A cut payload must not be completed.',
    ],
    [
      'payload-impossible-length',
      'with a payload of 4n + 1 letters',
      `p_${body.slice(0, 4 * Math.floor(body.length / 4))}A.${mac}`,
      'base64url/length',
      'PUNCH-7-1',
      'One letter alone carries no byte: lenient decoders drop it.',
    ],
  ];
  const refuse = refusing({ op: 'decode', beside: 'peer', tags: ['form'] });
  return refused.map(([slug, title, input, reject, requires, why]) =>
    refuse(slug, `a token ${title} is refused`, input, reject, requires, why),
  );
}
