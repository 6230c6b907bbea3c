import type { Context, Hono } from 'hono';
import type { BrokerAnswer } from './answers.js';
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
export type Route = (call: Call) => BrokerAnswer | Promise<BrokerAnswer>;

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

/** The address of the page of a session. */
export const pageOf = ({ name }: Session, call: Call): string => `${new URL(call.req.url).origin}/s/${name}`;
