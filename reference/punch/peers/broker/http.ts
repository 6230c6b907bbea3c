import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { renderSVG } from 'uqr';
import { DecodeError } from '../../../bytes/error.js';
import { connectStrings } from '../../srt.js';
import type { Claims } from '../../token.js';
import { authFailed, errorAnswer, jsonAnswer, notFound } from './answers.js';
import type { Brokerage } from './brokerage.js';
import type { Answer } from './faults.js';
import type { SrtRole } from './messages.js';
import { type BrokerSettings, PROTOCOL_VERSION } from './options.js';
import type { RateLimiter } from './rate.js';
import { readCreateRequest } from './requests.js';
import type { JoinUrl, Session } from './state.js';

export interface HttpParts {
  readonly settings: BrokerSettings;
  readonly brokerage: Brokerage;
  readonly creationRate: RateLimiter;
}

interface Bindings {
  readonly address: string;
}

/** RFC section 5, on hono: requests in, answers out; where they come from is for the listener. */
export function createApp({ settings, brokerage, creationRate }: HttpParts): Hono<{ Bindings: Bindings }> {
  const { clock, limits, timing, secret, log, turnstile, faults } = settings;
  const { rules } = brokerage;
  const app = new Hono<{ Bindings: Bindings }>();
  type Call = Context<{ Bindings: Bindings }>;

  const reply = (answer: Answer) => new Response(answer.body, answer);

  function claimsOf(c: Call, name: string): Claims | undefined {
    const text = rules.bearer(c.req.header('Authorization'));
    const claims = text && rules.authenticate({ token: text, session: name, secret, now: clock.now() });
    if (!claims) log({ event: 'auth-failed', address: c.env.address });
    return claims || undefined;
  }

  app.get('/api/health', () => reply(jsonAnswer(200, { status: 'ok', version: PROTOCOL_VERSION })));

  const tooLarge = () => reply(errorAnswer(400, 'INVALID_REQUEST', 'the body is too large'));
  app.use('/api/session', bodyLimit({ maxSize: limits.bodyBytes, onError: tooLarge }));

  app.post('/api/session', async (c) => {
    const { address } = c.env;
    const user = faults.key?.(address) ?? address;
    const wait = creationRate.take(user, clock.now());
    if (wait > 0) {
      log({ event: 'rate-limited', address });
      const seconds = String(Math.ceil(wait / 1000));
      return reply(errorAnswer(429, 'RATE_LIMITED', 'too many sessions', { 'Retry-After': seconds }));
    }
    // RFC 5.2 limits sessions: what is refused makes none.
    const refused = (answer: Answer) => {
      creationRate.giveBack(user);
      return reply(answer);
    };
    try {
      const body = await c.req.text();
      const request = readCreateRequest(faults.body?.(body) ?? body, rules, limits, timing);
      if (turnstile && !(await turnstile(request.turnstileToken ?? '', address))) {
        return refused(errorAnswer(403, 'TURNSTILE_FAILED', 'the Turnstile token did not pass'));
      }
      if (brokerage.isFull) return refused(errorAnswer(503, 'SERVER_ERROR', 'no room for another session'));
      const free = faults.beforeCreation && brokerage.find(request.name) === undefined;
      if (free) await faults.beforeCreation?.();
      const session = brokerage.create(request);
      if (!session) return refused(errorAnswer(409, 'SESSION_EXISTS', 'the name is taken'));
      return reply(jsonAnswer(201, created(session, new URL(c.req.url).origin)));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return refused(errorAnswer(400, 'INVALID_REQUEST', `the body is not a request (${error.code})`));
    }
  });

  app.get('/api/session/:name', (c) => {
    const name = c.req.param('name');
    const claims = claimsOf(c, name);
    if (!claims || !rules.mayAdminister(claims)) return reply(authFailed());
    const session = brokerage.find(name);
    return reply(session ? jsonAnswer(200, describe(session)) : notFound());
  });

  app.delete('/api/session/:name', (c) => {
    const name = c.req.param('name');
    const claims = claimsOf(c, name);
    if (!claims || !rules.mayAdminister(claims)) return reply(authFailed());
    const session = brokerage.find(name);
    if (!session) return reply(notFound());
    brokerage.close(session, 'deleted');
    return reply(jsonAnswer(200, { session: name, state: session.state }));
  });

  app.get('/api/session/:name/connect', (c) => {
    const name = c.req.param('name');
    const claims = claimsOf(c, name);
    if (!claims) return reply(authFailed());
    const session = brokerage.find(name);
    if (!session) return reply(notFound());
    const wanted = claims.stream ?? c.req.query('stream');
    const streams = [...session.streams.keys()].filter((stream) => wanted === undefined || stream === wanted);
    const roles = srtRoles.filter((role) => (c.req.query('role') ?? role) === role);
    const strings = streams.flatMap((stream) => roles.map((role) => strung(session, claims, stream, role)));
    return reply(jsonAnswer(200, { session: name, streams: strings }));
  });

  const shown = (type: string, body: string) =>
    reply({ status: 200, headers: { 'Content-Type': type, 'Cache-Control': 'no-store' }, body });

  app.get('/s/:name', (c) =>
    brokerage.find(c.req.param('name')) ? shown('text/html; charset=utf-8', page) : reply(notFound()),
  );

  app.get('/s/:name/qr', (c) => {
    const session = brokerage.find(c.req.param('name'));
    const url = session && `${new URL(c.req.url).origin}/s/${session.name}`;
    return url ? shown('image/svg+xml', renderSVG(url, { border: 4 })) : reply(notFound());
  });

  app.notFound(() => reply(notFound()));
  app.onError((error) => {
    log({ event: 'fault', detail: error.name });
    return reply(errorAnswer(500, 'SERVER_ERROR', 'something went wrong here'));
  });

  const describe = (session: Session) => ({
    session: session.name,
    state: session.state,
    streams: [...session.streams.keys()],
    latency: session.latency,
    ttl: session.ttl,
    created: new Date(session.created).toISOString(),
    expiresAt: session.expiresAt,
  });

  function created(session: Session, origin: string) {
    const url = `${origin}/s/${session.name}`;
    const join = [...session.streams.keys()].flatMap((stream): JoinUrl[] => {
      const token = brokerage.token(session, stream);
      return srtRoles.map((role) => ({ stream, role, url: `${url}?t=${token}` }));
    });
    return { ...describe(session), token: brokerage.token(session, null), url, qr: `${url}/qr`, join };
  }

  return app;
}

const srtRoles: readonly SrtRole[] = ['sender', 'receiver'];

/** RFC 9.4: a bearer of a peer token need not be the matched peer, so only the admin is shown coordinates here. */
function strung(session: Session, claims: Claims, stream: string, role: SrtRole) {
  const peers = session.streams.get(stream)?.peers ?? [];
  const self = peers.find(({ endpoint }) => endpoint?.role === role)?.endpoint ?? peers[0]?.endpoint;
  const other = peers.map(({ endpoint }) => endpoint).find((endpoint) => endpoint && endpoint !== self);
  const known = claims.role === 'admin' && self && other ? { self, other } : undefined;
  const strings = connectStrings(
    known
      ? {
          ip: known.other.ip,
          port: known.other.port,
          localPort: known.self.localPort,
          passphrase: session.passphrase,
          latency: session.latency,
        }
      : {
          ip: 'REMOTE_IP',
          port: 'REMOTE_PORT',
          localPort: 'LOCAL_PORT',
          passphrase: 'PASSPHRASE',
          latency: session.latency,
        },
    role,
  );
  return { stream, role, matched: peers.length === 2, ...strings };
}

const page = `<!doctype html><meta charset="utf-8"><title>Punch</title>
<p>This is a session of a Punch broker. Give the address of this page to a Punch peer.</p>
`;
