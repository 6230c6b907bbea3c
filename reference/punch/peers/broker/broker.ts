import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Brokerage, createBrokerage } from './brokerage.js';
import { createApp } from './http.js';
import { endRaw, listenTo, upgrading } from './listener.js';
import { createRateLimiter } from './rate.js';
import { type BrokerOptions, settle } from './settings.js';
import { createSockets } from './sockets.js';

export type { BrokerOptions } from './settings.js';

export interface Broker {
  readonly url: string;
  readonly secret: Uint8Array;
  /** What it holds in memory at this moment. */
  readonly counts: { readonly sessions: number; readonly members: number; readonly sockets: number };
  /** A session for development: its admin token, then one peer token for each of its streams. */
  createSession(name: string, streams?: readonly string[]): readonly string[];
  close(): Promise<void>;
}

/** Starts a Punch broker over HTTP and WebSocket, with the rules of the RFC or with others. */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const settings = settle(options);
  const { rules, secret } = settings;
  const brokerage = createBrokerage(settings);
  const creationRate = createRateLimiter(rules.limits.creations, rules.limits.counters);
  const server = listenTo(createApp({ settings, brokerage, creationRate }), rules, options.tls);
  const sockets = createSockets(settings, brokerage, {
    finish: (socket, said, request) => endRaw(socket, rules.answer(said, upgrading(request))),
    welcome: (request) => rules.answer({ status: 101, headers: {}, body: '' }, upgrading(request)).headers,
    crash() {
      server.close();
      server.closeAllConnections();
    },
  });
  server.on('upgrade', sockets.upgrade);
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const { port, address } = server.address() as AddressInfo;

  return {
    url: `${options.tls ? 'https' : 'http'}://${address.includes(':') ? `[${address}]` : address}:${port}`,
    secret,
    get counts() {
      return { ...brokerage.counts, sockets: sockets.open };
    },
    createSession: (name, streams = ['main']) => sessionIn(brokerage, rules.timing.defaultTtl, name, streams),
    async close() {
      brokerage.stop();
      sockets.stop();
      await closed(server);
    },
  };
}

function sessionIn(
  brokerage: Brokerage,
  ttl: number,
  name: string,
  streams: readonly string[],
): readonly string[] {
  const session = brokerage.create({ name, streams, latency: 200, ttl });
  if (!session) throw new Error(`the name ${name} is taken`);
  return [null, ...streams].map((stream) => brokerage.token(session, stream));
}

/** Milliseconds that requests under way have to end. */
const GRACE = 200;

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  const end = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), GRACE);
  await end;
  clearTimeout(force);
}
