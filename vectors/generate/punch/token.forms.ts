/** Tokens whose form is wrong. */
import { refusing } from '../drafted.js';
import { type Draft, derive } from '../recipe.js';
import { peer } from './token.parts.js';
import { base64url, nextLetter, STRUCTURE, unsigned } from './token.wire.js';

const good = unsigned(peer);
const dot = good.indexOf('.');
const [body, mac] = [good.slice(2, dot), good.slice(dot + 1)];
const shorter = base64url(derive(`${STRUCTURE}/decode-peer`, 'mac', 31));
const longer = base64url(derive(`${STRUCTURE}/decode-peer`, 'mac', 33));

const refused: [slug: string, title: string, input: string, reject: string, requires: string, why: string][] =
  [
    [
      'no-prefix',
      'without "p_"',
      good.slice(2),
      'token/prefix',
      'PUNCH-7-1',
      'Log scrubbers and routers recognise a Punch token by its prefix: without it, a token leaks or is misrouted.',
    ],
    [
      'prefix-upper-case',
      'with the prefix in upper case',
      `P_${good.slice(2)}`,
      'token/prefix',
      'PUNCH-7-1',
      'A case-insensitive match gives one token two spellings, and a revocation list stops only one of them.',
    ],
    [
      'prefix-other',
      'with "t_" for a prefix',
      `t_${good.slice(2)}`,
      'token/prefix',
      'PUNCH-7-1',
      'A reader that ignores the prefix accepts tokens of another service that has the same secret.',
    ],
    [
      'leading-space',
      'after a space',
      ` ${good}`,
      'token/prefix',
      'PUNCH-7-1',
      'If one component trims the token and another does not, one token has two spellings.',
    ],
    [
      'no-dot',
      'without a dot and a signature',
      `p_${body}`,
      'token/no-signature',
      'PUNCH-7-1',
      'A verifier that accepts an unsigned token lets anybody make an admin token.',
    ],
    [
      'empty-signature',
      'with nothing after the dot',
      `p_${body}.`,
      'token/signature-length',
      'PUNCH-7-1',
      'A comparison over the length of the given signature always matches an empty one.',
    ],
    [
      'empty-payload',
      'with an empty payload',
      `p_.${mac}`,
      'json/syntax',
      'PUNCH-7-8',
      'A reader that takes an empty payload for an empty object fills in claims that nobody signed.',
    ],
    [
      'two-dots',
      'with a third part',
      `${good}.${mac}`,
      'base64url/alphabet',
      'PUNCH-7-1',
      'A reader that splits on dots and uses the first two parts accepts trailing data.',
    ],
    [
      'signature-31-bytes',
      'with a signature of 31 bytes',
      `p_${body}.${shorter}`,
      'token/signature-length',
      'PUNCH-7-9',
      'A prefix comparison accepts a truncated HMAC, which is easier to guess.',
    ],
    [
      'signature-33-bytes',
      'with a signature of 33 bytes',
      `p_${body}.${longer}`,
      'token/signature-length',
      'PUNCH-7-9',
      'A comparison of the first 32 bytes accepts any bytes after them.',
    ],
    [
      'padding',
      'with "=" after the signature',
      `${good}=`,
      'base64url/alphabet',
      'PUNCH-7-10',
      'A lenient base64 decoder gives one token many spellings, and caches and revocation lists know only one.',
    ],
    [
      'signature-plus',
      'with "+" where base64url has "-"',
      `p_${body}.+${mac.slice(1)}`,
      'base64url/alphabet',
      'PUNCH-7-1',
      'A query string turns "+" into a space, so a token in plain base64 arrives damaged.',
    ],
    [
      'signature-slash',
      'with "/" where base64url has "_"',
      `p_${body}./${mac.slice(1)}`,
      'base64url/alphabet',
      'PUNCH-7-1',
      'A path treats "/" as a separator, so a token in plain base64 is cut there.',
    ],
    [
      'signature-trailing-bits',
      'with a bit set after the last byte of the signature',
      `p_${body}.${mac.slice(0, -1)}${nextLetter(mac)}`,
      'base64url/trailing-bits',
      'PUNCH-7-10',
      'A decoder that ignores the unused bits gives one signature four spellings.',
    ],
    [
      'newline',
      'with a trailing line feed',
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
      'A parser that repairs JSON completes the payload and grants claims that nobody signed.',
    ],
    [
      'payload-impossible-length',
      'with a payload of 4n + 1 letters',
      `p_${body.slice(0, 4 * Math.floor(body.length / 4))}A.${mac}`,
      'base64url/length',
      'PUNCH-7-1',
      'One base64url letter alone carries no byte. A lenient decoder drops it and gives one token several spellings.',
    ],
  ];

const refuse = refusing({ op: 'decode', beside: 'peer', tags: ['form'] });

/** Each token differs from that of `decode-peer` in one respect. */
export const forms: readonly Draft[] = refused.map(([slug, title, input, reject, requires, why]) =>
  refuse(slug, `a token ${title} is rejected`, input, reject, requires, why),
);
