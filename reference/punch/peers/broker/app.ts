import type { Context, Hono } from 'hono';
import type { Claims } from '../../token.js';
import type { Answer } from './answers.js';
import type { Brokerage } from './brokerage.js';
import type { RateLimiter } from './rate.js';
import type { BrokerSettings } from './settings.js';
import type { Session } from './state.js';

export interface HttpParts {
  readonly settings: BrokerSettings;
  readonly brokerage: Brokerage;
  readonly creationRate: RateLimiter;
}

interface Bindings {
  readonly address: string;
}

export type App = Hono<{ Bindings: Bindings }>;
export type Call = Context<{ Bindings: Bindings }>;

export const reply = (answer: Answer): Response => new Response(answer.body, answer);

/** RFC 5.1: the claims of the bearer token; undefined when it is not good for this session. */
export function claimsOf({ settings }: HttpParts, call: Call, session: string): Claims | undefined {
  const { clock, log, rules, secret } = settings;
  const token = rules.bearer(call.req.header('Authorization'));
  const claims = token && rules.authenticate({ token, session, secret, now: clock.now(), over: 'over-http' });
  if (!claims) log({ event: 'auth-failed', address: call.env.address });
  return claims || undefined;
}

/** The members that every answer about a session has. */
export const describe = (session: Session) => ({
  session: session.name,
  state: session.state,
  streams: [...session.streams.keys()],
  latency: session.latency,
  ttl: session.ttl,
  created: new Date(session.created).toISOString(),
  expiresAt: session.expiresAt,
});
