/** RFC 5: the requests about one session. */
import { renderSVG } from 'uqr';
import type { Claims } from '../../token.js';
import { authFailed, type BrokerAnswer, jsonAnswer, notFound } from './answers.js';
import { type Call, type HttpParts, pageOf, type Route } from './app.js';
import type { Brokerage } from './brokerage.js';
import { srtRoles, strung } from './connect.js';
import type { Session } from './state.js';

/** Answers for a live session. */
export function found(
  { brokerage }: HttpParts,
  answer: (session: Session, call: Call) => BrokerAnswer,
): Route {
  return (call) => {
    const session = brokerage.find(call.req.param('name') ?? '');
    return session ? answer(session, call) : notFound();
  };
}

/** Answers for a live session and a token that is good for it. */
export function authorised(
  parts: HttpParts,
  may: (claims: Claims) => boolean,
  answer: (session: Session, call: Call, claims: Claims) => BrokerAnswer,
): Route {
  return (call) => {
    const claims = claimsOf(parts, call);
    if (!claims || !may(claims)) return authFailed();
    return found(parts, (session) => answer(session, call, claims))(call);
  };
}

/** RFC 5.1: the claims of the bearer token; undefined when it is not good for the session. */
function claimsOf({ settings }: HttpParts, call: Call): Claims | undefined {
  const { clock, log, rules, secret } = settings;
  const session = call.req.param('name') ?? '';
  const token = rules.bearer(call.req.header('Authorization'));
  const claims = token && rules.authenticate({ token, session, secret, now: clock.now(), over: 'over-http' });
  if (!claims) log({ event: 'auth-failed', address: call.env.address });
  return claims || undefined;
}

export const deletion = (brokerage: Brokerage) => (session: Session) => {
  brokerage.close(session, 'deleted');
  return jsonAnswer(200, { session: session.name, state: session.state });
};

export function connection(session: Session, call: Call, claims: Claims): BrokerAnswer {
  const wanted = claims.stream ?? call.req.query('stream');
  const streams = [...session.streams.keys()].filter((one) => wanted === undefined || one === wanted);
  const roles = srtRoles.filter((role) => (call.req.query('role') ?? role) === role);
  const strings = streams.flatMap((one) => roles.map((role) => strung(session, claims, one, role)));
  return jsonAnswer(200, { session: session.name, streams: strings });
}

/** The page of a session. */
export const page = (): BrokerAnswer =>
  shown(
    'text/html; charset=utf-8',
    `<!doctype html><meta charset="utf-8"><title>Punch</title>
<p>This is a session of a Punch broker. Give the address of this page to a Punch peer.</p>
`,
  );

export const qrCode = (session: Session, call: Call): BrokerAnswer =>
  shown('image/svg+xml', renderSVG(pageOf(session, call), { border: 4 }));

const shown = (type: string, body: string): BrokerAnswer => ({
  status: 200,
  headers: { 'Content-Type': type, 'Cache-Control': 'no-store' },
  body,
});
