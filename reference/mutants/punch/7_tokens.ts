import { equalBytes } from '../../bytes/equal.js';
import type { Presented, Rules } from '../../punch/peers/broker/rules.js';
import { type Claims, mint, sign, token } from '../../punch/token.js';
import { answering, isCreated, type PunchMutant, ruling, withBody } from './mutant.js';

type Authenticate = Rules['authenticate'];
type Reader = (presented: Presented, rule: Authenticate) => Claims | undefined;

/** Accepts the tokens of the rule, and those of this reader. */
const reader = (id: string, clause: readonly string[], what: string, read: Reader): PunchMutant => ({
  id,
  clause,
  what,
  change: ruling(({ authenticate }) => ({
    authenticate: (presented) => authenticate(presented) ?? read(presented, authenticate),
  })),
});

/** The claims without any check. */
function believed({ token: text }: Presented): Claims | undefined {
  try {
    return token.decode(text).claims;
  } catch {
    return undefined;
  }
}

const fits = (claims: Claims | undefined, { session, now }: Presented): Claims | undefined =>
  claims && claims.session === session && claims.exp * 1000 > now ? claims : undefined;

/** The payload of a token with a valid signature, whatever it contains. */
function signedPayload({ token: text, secret }: Presented): Record<string, unknown> | undefined {
  const payload = Buffer.from(text.slice(2, text.indexOf('.')), 'base64url');
  if (text !== sign(payload, secret)) return undefined;
  return JSON.parse(payload.toString());
}

/** Accepts validly signed tokens without these claims, and uses the defaults. */
const loosely = (
  id: string,
  clause: readonly string[],
  what: string,
  defaults: Partial<Record<keyof Claims, unknown>>,
): PunchMutant =>
  reader(id, clause, what, (presented) => {
    const payload = signedPayload(presented);
    if (!payload) return undefined;
    const missing = Object.keys(defaults).some((member) => !(member in payload));
    if (!missing) return undefined;
    const claims = { ...defaults, ...payload } as unknown as Claims;
    return claims.session === presented.session || !('session' in payload) ? claims : undefined;
  });

/** Compares only a part of the MAC. */
const comparing = (
  id: string,
  what: string,
  compare: (given: Uint8Array, due: Uint8Array) => boolean,
): PunchMutant =>
  reader(id, ['PUNCH-7-9'], what, (presented) => {
    const { token: text, secret } = presented;
    const claims = fits(believed(presented), presented);
    if (!claims) return undefined;
    const { payload, mac } = token.decode(text);
    const due = token.decode(sign(payload, secret)).mac;
    return compare(mac, due) ? claims : undefined;
  });

const wholeLater = 4_000_000_000;
const givenAway = Buffer.alloc(32, 'given away');

const adminOf = (session: string): Claims => ({ session, role: 'admin', stream: null, exp: wholeLater });

const signatures: readonly PunchMutant[] = [
  reader('signs-nothing', ['PUNCH-7-9'], 'The signature is not compared.', (presented) =>
    fits(believed(presented), presented),
  ),
  comparing(
    'compares-half-the-signature',
    'Only the first 16 bytes of the signature are compared.',
    (given, due) => equalBytes(given.subarray(0, 16), due.subarray(0, 16)),
  ),
  comparing('forgets-the-first-byte', 'The first byte of the signature is not compared.', (given, due) =>
    equalBytes(given.subarray(1), due.subarray(1)),
  ),
  reader(
    'takes-a-cut-signature',
    ['PUNCH-7-9', 'PUNCH-5.1-3'],
    'A signature may be cut to its beginning.',
    (presented) => {
      const { token: text, secret } = presented;
      const dot = text.indexOf('.');
      const mac = Buffer.from(text.slice(dot + 1), 'base64url');
      // Text that is no base64url is rejected as such.
      if (dot < 0 || mac.length < 8 || mac.toString('base64url') !== text.slice(dot + 1)) return undefined;
      const whole = sign(Buffer.from(text.slice(2, dot), 'base64url'), secret);
      const due = Buffer.from(whole.slice(whole.indexOf('.') + 1), 'base64url').subarray(0, mac.length);
      return due.equals(mac) ? fits(believed({ ...presented, token: whole }), presented) : undefined;
    },
  ),
  reader(
    'takes-no-signature',
    ['PUNCH-7-9', 'PUNCH-5.1-3'],
    'A token without a signature is accepted.',
    (presented) => {
      const { token: text, secret } = presented;
      if (text.includes('.') || !text.startsWith('p_')) return undefined;
      const whole = sign(Buffer.from(text.slice(2), 'base64url'), secret);
      return fits(believed({ ...presented, token: whole }), presented);
    },
  ),
  reader(
    'takes-an-empty-signature',
    ['PUNCH-7-9', 'PUNCH-5.1-3'],
    'A token with an empty signature is accepted.',
    (presented) => {
      const { token: text, secret } = presented;
      if (!text.endsWith('.')) return undefined;
      const whole = sign(Buffer.from(text.slice(2, -1), 'base64url'), secret);
      return fits(believed({ ...presented, token: whole }), presented);
    },
  ),
  reader(
    'speaks-both-dialects',
    ['PUNCH-7-9'],
    'A signature over the base64url text of the payload is accepted as well.',
    ({ token: text, session, secret }) => {
      const payload = Buffer.from(text.slice(2, text.indexOf('.')), 'base64url');
      return text === sign(payload, secret, 'text') ? adminOf(session) : undefined;
    },
  ),
];

const spellings: readonly PunchMutant[] = [
  reader(
    'needs-no-prefix',
    ['PUNCH-7-1', 'PUNCH-5.1-3'],
    'A token without its p_ is accepted.',
    (presented, rule) =>
      presented.token.startsWith('p_') ? undefined : rule({ ...presented, token: `p_${presented.token}` }),
  ),
  reader('takes-padding', ['PUNCH-7-10'], 'A signature may have padding.', (presented, rule) =>
    rule({ ...presented, token: presented.token.replace(/=+$/, '') }),
  ),
  reader(
    'takes-anything',
    ['PUNCH-5.1-3', 'PUNCH-8.1-1', 'PUNCH-8.1-2'],
    'The text hello is accepted as an admin token.',
    ({ token: text, session }) => (text === 'hello' ? adminOf(session) : undefined),
  ),
];

const claims: readonly PunchMutant[] = [
  reader(
    'takes-any-session',
    ['PUNCH-5.1-4', 'PUNCH-7-3'],
    'A token of another session is accepted.',
    (presented, rule) => rule({ ...presented, session: believed(presented)?.session ?? '' }),
  ),
  reader(
    'compares-the-beginning-of-the-session',
    ['PUNCH-5.1-4', 'PUNCH-7-3'],
    'A token is accepted for every session whose name begins with its own.',
    (presented, rule) => {
      const name = believed(presented)?.session;
      return name && presented.session.startsWith(name) ? rule({ ...presented, session: name }) : undefined;
    },
  ),
  reader(
    'takes-expired-tokens',
    ['PUNCH-7-6', 'PUNCH-7-7'],
    'The expiry of a token is not looked at.',
    (presented, rule) => rule({ ...presented, now: 0 }),
  ),
  reader(
    'tolerates-ten-seconds',
    ['PUNCH-7-6'],
    'A token is accepted for ten seconds after its expiry.',
    (presented, rule) => rule({ ...presented, now: presented.now - 10_000 }),
  ),
  reader('takes-any-role', ['PUNCH-7-4'], 'A token of an unknown role is an admin token.', (presented) => {
    const payload = signedPayload(presented);
    const strange = payload && payload['role'] !== 'admin' && payload['role'] !== 'peer' && 'exp' in payload;
    return strange ? adminOf(presented.session) : undefined;
  }),
  loosely('needs-no-session', ['PUNCH-7-2'], 'A token without session is good for every session.', {
    session: 'any',
  }),
  loosely('needs-no-exp', ['PUNCH-7-7'], 'A token without exp never expires.', { exp: wholeLater }),
  reader('needs-no-stream', ['PUNCH-7-5'], 'A token without stream is an admin token.', (presented) => {
    const payload = signedPayload(presented);
    if (!payload || 'stream' in payload || payload['session'] !== presented.session) return undefined;
    return adminOf(presented.session);
  }),
];

const handedOut: readonly PunchMutant[] = [
  {
    id: 'exp-in-milliseconds',
    clause: ['PUNCH-7-7'],
    what: 'exp in the tokens that are handed out is in milliseconds.',
    change: ruling(() => ({ mint: (of, secret) => mint({ ...of, exp: of.exp * 1000 }, secret) })),
  },
  {
    id: 'shows-its-signing-secret',
    clause: ['PUNCH-7-14'],
    what: 'GET /api/health shows the signing secret.',
    secret: givenAway,
    change: answering((answer, { method, path }) =>
      method === 'GET' && path === '/api/health'
        ? withBody(answer, (body) => ({ ...body, key: givenAway.toString('base64') }))
        : answer,
    ),
  },
  {
    id: 'hands-out-strangely-shaped-tokens',
    clause: ['PUNCH-7-1', 'PUNCH-5-4', 'PUNCH-5-1'],
    what: 'The token in the 201 has a colon in place of its dot.',
    change: answering((answer, asked) =>
      isCreated(answer, asked)
        ? withBody(answer, (body) => ({ ...body, token: String(body['token']).replace('.', ':') }))
        : answer,
    ),
  },
];

export const tokens: readonly PunchMutant[] = [...signatures, ...spellings, ...claims, ...handedOut];
