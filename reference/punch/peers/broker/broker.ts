import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Identity } from '../../../tls/certificate.js';
import { errorAnswer } from './answers.js';
import { createBrokerage } from './brokerage.js';
import type { Clock } from './clock.js';
import { clockOf } from './clock.js';
import type { Answer, Asked, Faults } from './faults.js';
import { createApp } from './http.js';
import {
  type BrokerSettings,
  defaultLimits,
  defaultTiming,
  type Limits,
  type LogEvent,
  PROTOCOL_VERSION,
  type Timing,
  type Turnstile,
} from './options.js';
import { createRateLimiter } from './rate.js';
import { createSockets } from './sockets.js';

export interface BrokerOptions {
  readonly secret?: Uint8Array;
  readonly host?: string;
  readonly port?: number;
  readonly tls?: Identity;
  readonly limits?: Partial<Limits>;
  readonly timing?: Partial<Timing>;
  readonly clock?: Clock;
  readonly turnstile?: Turnstile;
  readonly log?: (event: LogEvent) => void;
  readonly faults?: Faults;
  readonly jitter?: number;
}

export interface Broker {
  readonly url: string;
  readonly secret: Uint8Array;
  /** What it holds in memory at this moment. */
  readonly counts: { readonly sessions: number; readonly members: number; readonly sockets: number };
  /** A session for development: its admin token, then one peer token for each of its streams. */
  createSession(name: string, streams?: readonly string[]): readonly string[];
  close(): Promise<void>;
}

/** A Punch broker on a port of its own. */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const settings = settle(options);
  const brokerage = createBrokerage(settings);
  const creationRate = createRateLimiter(settings.limits.creations, settings.limits.counters);
  const app = createApp({ settings, brokerage, creationRate });
  const last = lastWord(settings.faults);

  async function answer(request: Request, address: string): Promise<Response> {
    const response = await app.fetch(request, { address });
    const { pathname } = new URL(request.url);
    const asked: Asked = {
      method: request.method,
      path: pathname,
      upgrade: false,
      headers: Object.fromEntries(request.headers),
    };
    const said = last(
      {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      },
      asked,
    );
    const bare = request.method === 'HEAD' || said.status === 204 || said.status === 304;
    return new Response(bare ? null : said.body, said);
  }

  const upgrading = (request: IncomingMessage | undefined): Asked => ({
    method: request?.method ?? 'GET',
    path: (request?.url ?? '/').split('?')[0] ?? '/',
    upgrade: request !== undefined,
    headers: {},
  });
  const finish = (socket: Duplex, said: Answer, request?: IncomingMessage) =>
    endRaw(socket, last(said, upgrading(request)));
  const welcome = (request: IncomingMessage) =>
    last({ status: 101, headers: {}, body: '' }, upgrading(request)).headers;
  const crash = () => {
    server.close();
    server.closeAllConnections();
  };
  const sockets = createSockets(settings, brokerage, { finish, welcome, crash });

  const listener = getRequestListener(
    (request, { incoming }) => answer(request, (incoming as IncomingMessage).socket.remoteAddress ?? ''),
    {
      errorHandler: () => response(last(errorAnswer(400, 'INVALID_REQUEST', 'not a request'), strange)),
      overrideGlobalObjects: false,
    },
  );
  const server = listen(options, settings, listener);
  server.on('upgrade', sockets.upgrade);
  server.on('clientError', (_error, socket) =>
    finish(socket, errorAnswer(400, 'INVALID_REQUEST', 'not HTTP')),
  );
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const { port, address } = server.address() as AddressInfo;

  return {
    url: `${options.tls ? 'https' : 'http'}://${address.includes(':') ? `[${address}]` : address}:${port}`,
    secret: settings.secret,
    get counts() {
      return { ...brokerage.counts, sockets: sockets.open };
    },
    createSession(name, streams = ['main']) {
      const { defaultTtl: ttl } = settings.timing;
      const session = brokerage.create({ name, streams, latency: 200, ttl });
      if (!session) throw new Error(`the name ${name} is taken`);
      return [null, ...streams].map((stream) => brokerage.token(session, stream));
    },
    async close() {
      brokerage.stop();
      sockets.stop();
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const force = setTimeout(() => server.closeAllConnections(), 200);
      await closed;
      clearTimeout(force);
    },
  };
}

function settle(options: BrokerOptions): BrokerSettings {
  const faults = options.faults ?? {};
  const turnstile = options.turnstile ?? faults.turnstileAlways;
  return {
    secret: options.secret ?? randomBytes(32),
    limits: { ...defaultLimits, ...options.limits, ...faults.limits },
    timing: { ...defaultTiming, ...options.timing, ...faults.timing },
    clock: options.clock ?? clockOf(),
    ...(turnstile === undefined ? {} : { turnstile }),
    log: options.log ?? (() => {}),
    faults,
    jitter: options.jitter ?? 0,
  };
}

const strange: Asked = { method: 'GET', path: '/', upgrade: false, headers: {} };

/** RFC 11: the version is on every answer, whoever wrote it. */
const lastWord =
  ({ answer }: Faults) =>
  (said: Answer, asked: Asked): Answer => {
    const versioned = { ...said, headers: { ...said.headers, 'Punch-Version': PROTOCOL_VERSION } };
    return answer ? answer(versioned, asked) : versioned;
  };

const response = (said: Answer): Response => new Response(said.body, said);

type Listener = ReturnType<typeof getRequestListener>;

function listen({ tls }: BrokerOptions, { faults }: BrokerSettings, listener: Listener): Server {
  const bounds = {
    headersTimeout: 10_000,
    requestTimeout: 15_000,
    maxHeaderSize: 16_384,
    requireHostHeader: false,
  };
  if (!tls) return createHttpServer(bounds, listener);
  const { certificate: cert, key } = tls;
  // RFC 9.6
  const minVersion = faults.minTls ?? 'TLSv1.2';
  const wrong = {
    ...(faults.minTls ? { ciphers: 'DEFAULT:@SECLEVEL=0' } : {}),
    ...(faults.maxTls ? { maxVersion: faults.maxTls } : {}),
  };
  const server = createHttpsServer({ ...bounds, cert, key, minVersion, ...wrong }, listener);
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}

/** An answer on a socket that HTTP has already let go of. */
function endRaw(socket: Duplex, { status, headers, body }: Answer): void {
  if (!socket.writable) return void socket.destroy();
  const lines = Object.entries({
    ...headers,
    Connection: 'close',
    'Content-Length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`, () =>
    socket.destroy(),
  );
}
