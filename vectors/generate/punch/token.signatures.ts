/** Tokens that are verified, signed and encoded. */
import { createHmac } from 'node:crypto';
import type { JsonObject } from '../../../reference/structure.js';
import { accepting, refusing } from '../drafted.js';
import { hexOf } from '../hex_bytes.js';
import { type Draft, derive } from '../recipe.js';
import { admin, EXP, peer } from './token.parts.js';
import { base64url, type Dialect, STRUCTURE, signed } from './token.wire.js';

/** The shared fields of vectors for one reading of what the HMAC covers. */
function questions(dialect: Dialect) {
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
  const claims = { session: 'live', role: 'peer', stream: 'cam-wide', exp: EXP };
  const adminClaims = { session: 'live', role: 'admin', stream: null, exp: EXP };
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
  return { dialect, key, secret, given, unbound, good, claims, adminClaims, flipped, accept, refuse, asked };
}

type Questions = ReturnType<typeof questions>;

function accepted({
  dialect,
  secret,
  unbound,
  good,
  claims,
  adminClaims,
  accept,
  asked,
}: Questions): readonly Draft[] {
  const spaced = peer.replaceAll(',', ', ').replaceAll(':', ' : ');
  return [
    accept(
      'peer',
      'a peer token for its own session, role and stream is accepted',
      good,
      claims,
      ['PUNCH-7-9', 'PUNCH-7-1'],
      'A verifier that rejects this token locks out every peer.',
    ),
    accept(
      'admin',
      'an admin token for its own session is accepted',
      signed(admin, secret, dialect),
      adminClaims,
      ['PUNCH-7-9', 'PUNCH-7-5'],
      'A verifier that requires a stream locks out every producer.',
      { given: { ...unbound, role: 'admin' } },
    ),
    accept(
      'admin-stream-asked',
      'an admin token for a request that names a stream is accepted',
      signed(admin, secret, dialect),
      adminClaims,
      'PUNCH-7-5',
      'The stream of an admin token is null: it is bound to none, and good for each.',
      asked({ role: 'admin' }),
    ),
    accept(
      'no-stream-asked',
      'a peer token for a request without a stream is accepted',
      good,
      claims,
      'PUNCH-7-9',
      'An upgrade request names no stream. A verifier that requires one locks out every peer.',
      { given: unbound },
    ),
    accept(
      'spaced-payload',
      'a signature over a payload with spaces is accepted',
      signed(spaced, secret, dialect),
      claims,
      ['PUNCH-7-9', 'PUNCH-7-8'],
      'A verifier that parses and prints the JSON again before it checks the HMAC rejects good tokens.',
    ),
    accept(
      'one-second-left',
      'a token one second before exp is accepted',
      good,
      claims,
      ['PUNCH-7-6', 'PUNCH-7-7'],
      'A verifier that reads exp in milliseconds rejects every token.',
      asked({ now: (EXP - 1) * 1000 }),
    ),
  ];
}

function expired({ good, refuse, asked }: Questions): readonly Draft[] {
  return [
    refuse(
      'at-exp',
      'a token at exp is rejected as expired',
      good,
      'token/expired',
      'PUNCH-7-16',
      'The RFC leaves the boundary open. JWT, whose shape this token follows, counts exp as expired.',
      { ...asked({ now: EXP * 1000 }), beside: 'one-second-left' },
    ),
    refuse(
      'one-second-late',
      'a token one second after exp is rejected as expired',
      good,
      'token/expired',
      'PUNCH-7-6',
      'Join links circulate in chats and mails, and only their expiry ends them.',
      { ...asked({ now: (EXP + 1) * 1000 }), beside: 'one-second-left' },
    ),
    refuse(
      'years-late',
      'a token three years after exp is rejected as expired',
      good,
      'token/expired',
      'PUNCH-7-6',
      'A verifier with 32-bit time wraps around and accepts the token again.',
      asked({ now: (EXP + 100_000_000) * 1000 }),
    ),
  ];
}

function elsewhere({ good, refuse, asked }: Questions): readonly Draft[] {
  return [
    refuse(
      'other-session',
      'a token of another session is rejected',
      good,
      'token/wrong-session',
      'PUNCH-7-3',
      'Otherwise the join link of one event opens another.',
      asked({ session: 'stage' }),
    ),
    refuse(
      'session-prefix',
      'a token of the session "live" is rejected for "live-2"',
      good,
      'token/wrong-session',
      'PUNCH-7-3',
      'A prefix match lets the producer of "live" into "live-2".',
      asked({ session: 'live-2' }),
    ),
    refuse(
      'session-case',
      'a token of the session "live" is rejected for "LIVE"',
      good,
      'token/wrong-session',
      'PUNCH-7-3',
      'A store that folds case merges two sessions and lets strangers in.',
      asked({ session: 'LIVE' }),
    ),
    refuse(
      'other-stream',
      'a token of another stream is rejected',
      good,
      'token/wrong-stream',
      ['PUNCH-9.1-2', 'PUNCH-7-5'],
      'Otherwise one camera operator takes the slot of another.',
      asked({ stream: 'cam-close' }),
    ),
    refuse(
      'peer-for-admin',
      'a peer token is rejected where an admin token is required',
      good,
      'token/wrong-role',
      ['PUNCH-9.1-3', 'PUNCH-7-4'],
      'Otherwise anybody with a join link closes the session.',
      asked({ role: 'admin' }),
    ),
  ];
}

function altered({ dialect, key, secret, good, flipped, refuse, asked }: Questions): readonly Draft[] {
  const other = dialect === 'octets' ? 'text' : 'octets';
  return [
    refuse(
      'other-secret',
      'a token signed with another secret is rejected',
      good,
      'token/bad-signature',
      'PUNCH-7-9',
      'A verifier that checks only the form accepts tokens that anybody can make.',
      asked({ secret: hexOf(key('other')) }),
    ),
    refuse(
      'first-bit',
      'a signature with one bit of its first byte changed is rejected',
      flipped(0),
      'token/bad-signature',
      'PUNCH-7-9',
      'A comparison that skips the first byte makes a signature easier to guess.',
    ),
    refuse(
      'last-bit',
      'a signature with one bit of its last byte changed is rejected',
      flipped(31),
      'token/bad-signature',
      'PUNCH-7-9',
      'A comparison that stops before the last byte makes a signature easier to guess.',
    ),
    refuse(
      'payload-altered',
      'a changed payload with its old signature is rejected',
      good.replace(base64url(peer), base64url(peer.replace('cam-wide', 'cam-wid3'))),
      'token/bad-signature',
      'PUNCH-7-9',
      'A verifier that trusts the claims before it checks the HMAC lets a peer choose its stream.',
      asked({ stream: 'cam-wid3' }),
    ),
    refuse(
      'other-reading',
      `a signature over the ${other === 'text' ? 'base64url text' : 'JSON octets'} is rejected`,
      signed(peer, secret, other),
      'token/bad-signature',
      'PUNCH-7-9',
      'The RFC allows two readings of what the HMAC covers. A verifier that accepts both accepts two signatures for one payload.',
    ),
    refuse(
      'raw-sha256',
      'an HMAC under the empty key is rejected',
      `p_${base64url(peer)}.${base64url(createHmac('sha256', '').update(peer).digest())}`,
      'token/bad-signature',
      'PUNCH-7-9',
      'An unset secret gives an HMAC under the empty key, which anybody can compute.',
    ),
  ];
}

function issued({ dialect, secret, claims, adminClaims }: Questions): readonly Draft[] {
  return [
    ...(['peer', 'admin'] as const).map(
      (role): Draft => ({
        slug: `sign-${role}-${dialect}`,
        title: `signing the ${role} payload returns one exact token`,
        requires: ['PUNCH-7-1', 'PUNCH-7-9'],
        op: 'sign',
        given: { secret: hexOf(secret), dialect },
        input: hexOf(Buffer.from(role === 'peer' ? peer : admin)),
        accept: signed(role === 'peer' ? peer : admin, secret, dialect),
        dialect,
        why: 'If two issuers with one secret disagree, one of them hands out tokens that the other rejects.',
        tags: ['signature'],
      }),
    ),
    {
      slug: `sign-long-secret-${dialect}`,
      title: 'signing with a secret of 65 bytes hashes the secret first',
      requires: ['PUNCH-7-9'],
      op: 'sign',
      given: { secret: hexOf(derive(`${STRUCTURE}/sign-long-secret`, 'secret', 65)), dialect },
      input: hexOf(Buffer.from(peer)),
      accept: signed(peer, derive(`${STRUCTURE}/sign-long-secret`, 'secret', 65), dialect),
      dialect,
      why: 'A hand-written HMAC that forgets to hash a long secret rejects the tokens of every other implementation.',
      tags: ['signature', 'boundary'],
    },
    ...[claims, adminClaims].map(
      (input): Draft => ({
        slug: `encode-${input.role}-${dialect}`,
        title: `${input.role === 'peer' ? 'a peer' : 'an admin'} token with all four members is issued`,
        requires: ['PUNCH-7-1', 'PUNCH-7-2', 'PUNCH-7-4', 'PUNCH-7-5', 'PUNCH-7-7'],
        op: 'encode',
        given: { secret: hexOf(secret), dialect },
        input,
        accept: input,
        by: 'reopening',
        dialect,
        why: 'An issuer that leaves out a member hands out tokens that every verifier rejects.',
        tags: ['issue'],
      }),
    ),
  ];
}

/** The same vectors for each reading of what the HMAC covers. */
export function signatures(dialect: Dialect): readonly Draft[] {
  return [accepted, expired, elsewhere, altered, issued].flatMap((draftsOf) => draftsOf(questions(dialect)));
}
