/** Tokens that are verified, signed and encoded. */
import { createHmac } from 'node:crypto';
import type { JsonObject } from '../../../reference/structure.js';
import { accepting, refusing } from '../drafted.js';
import { hexOf } from '../hex_bytes.js';
import { type Draft, derive } from '../recipe.js';
import { admin, EXP, peer } from './token.parts.js';
import { base64url, type Dialect, STRUCTURE, signed } from './token.wire.js';

/** The same questions once for each reading of what the HMAC covers. */
export function signatures(dialect: Dialect): Draft[] {
  const key = (slug: string): Uint8Array => derive(`${STRUCTURE}/${slug}-${dialect}`, 'secret', 32);
  const secret = key('verify-peer');
  const given = {
    secret: hexOf(secret),
    dialect,
    now: (EXP - 60) * 1000,
    session: 'live',
    role: 'peer',
    stream: 'cam-wide',
  };
  const good = signed(peer, secret, dialect);
  const other = dialect === 'octets' ? 'text' : 'octets';
  const claims = { session: 'live', role: 'peer', stream: 'cam-wide', exp: EXP };
  const adminClaims = { session: 'live', role: 'admin', stream: null, exp: EXP };
  const spaced = peer.replaceAll(',', ', ').replaceAll(':', ' : ');
  const flipped = (at: number): string => {
    const token = Buffer.from(good.slice(good.indexOf('.') + 1), 'base64url');
    token.writeUInt8(token.readUInt8(at) ^ 1, at);
    return `${good.slice(0, good.indexOf('.') + 1)}${base64url(token)}`;
  };
  const verify = {
    op: 'verify',
    named: (slug: string): string => `verify-${slug}-${dialect}`,
    given,
    dialect,
    tags: ['signature'],
  };
  const accept = accepting(verify);
  const refuse = refusing({ ...verify, beside: 'peer' });
  const asked = (change: JsonObject): { given: JsonObject } => ({ given: { ...given, ...change } });
  const { stream: _, ...unbound } = given;
  return [
    accept(
      'peer',
      'a peer token is good for its session, role and stream',
      good,
      claims,
      ['PUNCH-7-9', 'PUNCH-7-1'],
      'The positive side of every refusal below.',
    ),
    accept(
      'admin',
      'an admin token is good for its session',
      signed(admin, secret, dialect),
      adminClaims,
      ['PUNCH-7-9', 'PUNCH-7-5'],
      'Admin tokens are bound to no stream.',
      { given: { ...unbound, role: 'admin' } },
    ),
    accept(
      'no-stream-asked',
      'a peer token is good where the request names no stream',
      good,
      claims,
      'PUNCH-7-9',
      'The stream is then taken from the token.',
      { given: unbound },
    ),
    accept(
      'spaced-payload',
      'the signature covers the payload as it stands, spaces and all',
      signed(spaced, secret, dialect),
      claims,
      ['PUNCH-7-9', 'PUNCH-7-8'],
      'A verifier that parses and prints the JSON again before it checks the HMAC refuses good tokens.',
    ),
    accept(
      'one-second-left',
      'a token is good one second before exp',
      good,
      claims,
      ['PUNCH-7-6', 'PUNCH-7-7'],
      'A clock in the wrong unit shows here.',
      asked({ now: (EXP - 1) * 1000 }),
    ),
    refuse(
      'at-exp',
      'a token is expired from the second exp on',
      good,
      'token/expired',
      'PUNCH-7-16',
      'The norm leaves the boundary open; JWT, whose shape this token follows, counts exp as expired.',
      { ...asked({ now: EXP * 1000 }), beside: 'one-second-left' },
    ),
    refuse(
      'one-second-late',
      'a token is refused one second after exp',
      good,
      'token/expired',
      'PUNCH-7-6',
      'Join links are handed out in public: expiry is what ends them.',
      { ...asked({ now: (EXP + 1) * 1000 }), beside: 'one-second-left' },
    ),
    refuse(
      'years-late',
      'a token is refused years after exp',
      good,
      'token/expired',
      'PUNCH-7-6',
      'A 32-bit clock shows here.',
      asked({ now: (EXP + 100_000_000) * 1000 }),
    ),
    refuse(
      'other-session',
      'a token of another session is refused',
      good,
      'token/wrong-session',
      'PUNCH-7-3',
      'A join link of one event must not open another.',
      asked({ session: 'stage' }),
    ),
    refuse(
      'session-prefix',
      'a session name that only begins alike is another session',
      good,
      'token/wrong-session',
      'PUNCH-7-3',
      'Prefix matches let the producer of "live" into "live-2".',
      asked({ session: 'live-2' }),
    ),
    refuse(
      'session-case',
      'a session name in other case is another session',
      good,
      'token/wrong-session',
      'PUNCH-7-3',
      'Names are case-sensitive; a folding store makes two sessions one.',
      asked({ session: 'LIVE' }),
    ),
    refuse(
      'other-stream',
      'a token of another stream is refused',
      good,
      'token/wrong-stream',
      ['PUNCH-9.1-2', 'PUNCH-7-5'],
      'A camera operator must not take the slot of another.',
      asked({ stream: 'cam-close' }),
    ),
    refuse(
      'peer-for-admin',
      'a peer token is refused where an admin is asked for',
      good,
      'token/wrong-role',
      ['PUNCH-9.1-3', 'PUNCH-7-4'],
      'A join link must not close the session.',
      asked({ role: 'admin' }),
    ),
    refuse(
      'other-secret',
      'a token under another secret is refused',
      good,
      'token/bad-signature',
      'PUNCH-7-9',
      'A verifier that only looks at the form shows here.',
      asked({ secret: hexOf(key('other')) }),
    ),
    refuse(
      'first-bit',
      'a signature with its first byte altered is refused',
      flipped(0),
      'token/bad-signature',
      'PUNCH-7-9',
      'Every byte of the HMAC counts.',
    ),
    refuse(
      'last-bit',
      'a signature with its last byte altered is refused',
      flipped(31),
      'token/bad-signature',
      'PUNCH-7-9',
      'A comparison that stops early accepts this one.',
    ),
    refuse(
      'payload-altered',
      'a payload altered under its old signature is refused',
      good.replace(base64url(peer), base64url(peer.replace('cam-wide', 'cam-wid3'))),
      'token/bad-signature',
      'PUNCH-7-9',
      'Claims are worth nothing before the HMAC is checked.',
      asked({ stream: 'cam-wid3' }),
    ),
    refuse(
      'other-reading',
      `a signature over the ${other === 'text' ? 'base64url text' : 'JSON octets'} is refused`,
      signed(peer, secret, other),
      'token/bad-signature',
      'PUNCH-7-9',
      'The RFC can be read in two ways; a deployment speaks one of them.',
    ),
    refuse(
      'raw-sha256',
      'a plain SHA-256 for a signature is refused',
      `p_${base64url(peer)}.${base64url(createHmac('sha256', '').update(peer).digest())}`,
      'token/bad-signature',
      'PUNCH-7-9',
      'An HMAC under the empty key is what an unset secret gives.',
    ),
    ...(['peer', 'admin'] as const).map(
      (role): Draft => ({
        slug: `sign-${role}-${dialect}`,
        title: `the ${role} payload has one token`,
        requires: ['PUNCH-7-1', 'PUNCH-7-9'],
        op: 'sign',
        given: { secret: hexOf(secret), dialect },
        input: hexOf(Buffer.from(role === 'peer' ? peer : admin)),
        accept: signed(role === 'peer' ? peer : admin, secret, dialect),
        dialect,
        why: 'Two issuers with one secret must agree octet for octet.',
        tags: ['signature'],
      }),
    ),
    {
      slug: `sign-long-secret-${dialect}`,
      title: 'a secret longer than the block of SHA-256 is hashed first',
      requires: ['PUNCH-7-9'],
      op: 'sign',
      given: { secret: hexOf(derive(`${STRUCTURE}/sign-long-secret`, 'secret', 65)), dialect },
      input: hexOf(Buffer.from(peer)),
      accept: signed(peer, derive(`${STRUCTURE}/sign-long-secret`, 'secret', 65), dialect),
      dialect,
      why: 'Deployments take their secret from a random file; hand-made HMACs forget this step.',
      tags: ['signature', 'boundary'],
    },
    ...[claims, adminClaims].map(
      (input): Draft => ({
        slug: `encode-${input.role}-${dialect}`,
        title: `${input.role === 'peer' ? 'a peer' : 'an admin'} token is issued with all four members`,
        requires: ['PUNCH-7-1', 'PUNCH-7-2', 'PUNCH-7-4', 'PUNCH-7-5', 'PUNCH-7-7'],
        op: 'encode',
        given: { secret: hexOf(secret), dialect },
        input,
        accept: input,
        by: 'reopening',
        dialect,
        why: 'Order and spacing of the JSON are free, so the token is opened and its claims compared.',
        tags: ['issue'],
      }),
    ),
  ];
}
