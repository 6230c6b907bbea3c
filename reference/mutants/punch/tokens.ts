import { equalBytes } from '../../bytes/equal.js';
import { rules as literal, type Presented } from '../../punch/peers/broker/rules.js';
import { type Claims, mint, sign, token } from '../../punch/token.js';
import { byAnswer, byRule, isCreation, type PunchMutant, withBody } from './mutant.js';

type Reader = (presented: Presented) => Claims | undefined;

const byReader = (name: string, breaks: readonly string[], read: Reader): PunchMutant =>
  byRule(name, breaks, { authenticate: (presented) => literal.authenticate(presented) ?? read(presented) });

/** The claims as they stand, with nothing checked. */
function believed({ token: text }: Presented): Claims | undefined {
  try {
    return token.decode(text).claims;
  } catch {
    return undefined;
  }
}

const fits = (claims: Claims | undefined, { session, now }: Presented): Claims | undefined =>
  claims && claims.session === session && claims.exp * 1000 > now ? claims : undefined;

/** The payload of a token that is well signed, whatever is in it. */
function signedPayload({ token: text, secret }: Presented): Record<string, unknown> | undefined {
  const payload = Buffer.from(text.slice(2, text.indexOf('.')), 'base64url');
  if (text !== sign(payload, secret)) return undefined;
  return JSON.parse(payload.toString());
}

const loosely = (name: string, breaks: readonly string[], defaults: Partial<Record<keyof Claims, unknown>>) =>
  byReader(name, breaks, (presented) => {
    const payload = signedPayload(presented);
    if (!payload) return undefined;
    const missing = Object.keys(defaults).some((member) => !(member in payload));
    if (!missing) return undefined;
    const claims = { ...defaults, ...payload } as unknown as Claims;
    return claims.session === presented.session || !('session' in payload) ? claims : undefined;
  });

/** Makes the MAC of another token good again, if only a part of it is compared. */
const comparing = (name: string, compare: (given: Uint8Array, due: Uint8Array) => boolean) =>
  byReader(name, ['PUNCH-7-9'], (presented) => {
    const { token: text, secret } = presented;
    const claims = fits(believed(presented), presented);
    if (!claims) return undefined;
    const { payload, mac } = token.decode(text);
    const due = token.decode(sign(payload, secret)).mac;
    return compare(mac, due) ? claims : undefined;
  });

const wholeLater = 4_000_000_000;
const givenAway = Buffer.alloc(32, 'given away');

export const tokens: readonly PunchMutant[] = [
  byReader('signs-nothing', ['PUNCH-7-9'], (presented) => fits(believed(presented), presented)),
  comparing('compares-half-the-signature', (given, due) =>
    equalBytes(given.subarray(0, 16), due.subarray(0, 16)),
  ),
  comparing('forgets-the-first-byte', (given, due) => equalBytes(given.subarray(1), due.subarray(1))),
  byReader('takes-a-cut-signature', ['PUNCH-7-9', 'PUNCH-5.1-3'], (presented) => {
    const { token: text, secret } = presented;
    const dot = text.indexOf('.');
    if (dot < 0 || text.length - dot < 20) return undefined;
    const payload = Buffer.from(text.slice(2, dot), 'base64url');
    const whole = sign(payload, secret);
    return whole.startsWith(text) ? fits(believed({ ...presented, token: whole }), presented) : undefined;
  }),
  byReader('takes-no-signature', ['PUNCH-7-9', 'PUNCH-5.1-3'], (presented) => {
    const { token: text, secret } = presented;
    if (text.includes('.') || !text.startsWith('p_')) return undefined;
    const whole = sign(Buffer.from(text.slice(2), 'base64url'), secret);
    return fits(believed({ ...presented, token: whole }), presented);
  }),
  byReader('takes-an-empty-signature', ['PUNCH-7-9', 'PUNCH-5.1-3'], (presented) => {
    const { token: text, secret } = presented;
    if (!text.endsWith('.')) return undefined;
    const whole = sign(Buffer.from(text.slice(2, -1), 'base64url'), secret);
    return fits(believed({ ...presented, token: whole }), presented);
  }),
  byReader('needs-no-prefix', ['PUNCH-7-1', 'PUNCH-5.1-3'], (presented) =>
    presented.token.startsWith('p_')
      ? undefined
      : literal.authenticate({ ...presented, token: `p_${presented.token}` }),
  ),
  byReader('takes-padding', ['PUNCH-7-10'], (presented) =>
    literal.authenticate({ ...presented, token: presented.token.replace(/=+$/, '') }),
  ),
  byReader('takes-any-session', ['PUNCH-5.1-4', 'PUNCH-7-3'], (presented) =>
    literal.authenticate({ ...presented, session: believed(presented)?.session ?? '' }),
  ),
  byReader('takes-expired-tokens', ['PUNCH-7-6', 'PUNCH-7-7'], (presented) =>
    literal.authenticate({ ...presented, now: 0 }),
  ),
  byReader('tolerates-ten-seconds', ['PUNCH-7-6'], (presented) =>
    literal.authenticate({ ...presented, now: presented.now - 10_000 }),
  ),
  byReader('takes-any-role', ['PUNCH-7-4'], (presented) => {
    const payload = signedPayload(presented);
    const strange = payload && payload['role'] !== 'admin' && payload['role'] !== 'peer' && 'exp' in payload;
    return strange ? { session: presented.session, role: 'admin', stream: null, exp: wholeLater } : undefined;
  }),
  loosely('needs-no-session', ['PUNCH-7-2'], { session: 'any' }),
  loosely('needs-no-exp', ['PUNCH-7-7'], { exp: wholeLater }),
  byReader('needs-no-stream', ['PUNCH-7-5'], (presented) => {
    const payload = signedPayload(presented);
    if (!payload || 'stream' in payload || payload['session'] !== presented.session) return undefined;
    return { session: presented.session, role: 'admin', stream: null, exp: wholeLater };
  }),
  byReader('takes-anything', ['PUNCH-5.1-3', 'PUNCH-8.1-1', 'PUNCH-8.1-2'], ({ token: text, session }) =>
    text === 'hello' ? { session, role: 'admin', stream: null, exp: wholeLater } : undefined,
  ),
  byReader('speaks-both-dialects', ['PUNCH-7-9'], ({ token: text, session, secret }) => {
    const payload = Buffer.from(text.slice(2, text.indexOf('.')), 'base64url');
    return text === sign(payload, secret, 'text')
      ? { session, role: 'admin', stream: null, exp: wholeLater }
      : undefined;
  }),
  byRule('exp-in-milliseconds', ['PUNCH-7-7'], {
    mint: (claims, secret) => mint({ ...claims, exp: claims.exp * 1000 }, secret),
  }),
  {
    ...byAnswer('shows-its-signing-secret', ['PUNCH-7-14'], (answer, { method, path }) =>
      method === 'GET' && path === '/api/health'
        ? withBody(answer, (body) => ({ ...body, key: givenAway.toString('base64') }))
        : answer,
    ),
    secret: givenAway,
  },
  byAnswer('hands-out-strangely-shaped-tokens', ['PUNCH-7-1', 'PUNCH-5-4', 'PUNCH-5-1'], (answer, asked) =>
    isCreation(asked) && answer.status === 201
      ? withBody(answer, (body) => ({ ...body, token: String(body['token']).replace('.', ':') }))
      : answer,
  ),
];
