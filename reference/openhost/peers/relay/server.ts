/** The Pkarr relay API: PUT and GET of signed packets under the z-base-32 of their key. */
import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { defined } from '../../../../defined.js';
import { createAuthority } from '../../../tls/certificate.js';
import { MAX_PAYLOAD } from '../../packet.js';
import { RELAY_RULES, type RelayRules } from './rules.js';
import { createRelayStore, keyOf, type RelayStore, type Stored } from './store.js';

export interface RelayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** Writes an answer to the response. Relays differ in headers, framing and pace. */
export type SendAnswer = (answer: RelayAnswer, request: IncomingMessage, response: ServerResponse) => void;

export interface Relay {
  readonly url: string;
  /** PEM, when it speaks TLS. */
  readonly ca?: string;
  readonly store: RelayStore;
  close(): Promise<void>;
}

export interface RelayOptions {
  readonly tls?: boolean;
  readonly port?: number;
  readonly host?: string;
  readonly rules?: RelayRules;
  readonly send?: SendAnswer;
}

export async function startRelay({
  tls = false,
  port = 0,
  host = '127.0.0.1',
  rules = RELAY_RULES,
  send = plainly,
}: RelayOptions = {}): Promise<Relay> {
  const store = createRelayStore();
  const stop = new AbortController();
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const end: End = (status, headers = {}, body) =>
      send({ status, headers: { ...cors, ...headers }, ...defined({ body }) }, request, response);
    answer({ store, rules }, request, end, stop.signal).catch(() => response.destroy());
  };
  const authority = tls ? createAuthority('conform relay authority') : undefined;
  const identity = authority?.issue([host, 'localhost']);
  const server = identity
    ? createHttps({ cert: identity.certificate, key: identity.key }, handle)
    : createHttp(handle);
  server.on('clientError', (_error, socket) => socket.destroy());
  server.requestTimeout = 10_000;
  // A daemon that publishes every few seconds must not meet a connection that we are just closing.
  server.keepAliveTimeout = KEEP_ALIVE;
  await once(server.listen(port, host), 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://${host}:${bound}`,
    ...(authority ? { ca: authority.certificate } : {}),
    store,
    async close() {
      stop.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Milliseconds, more than between two packets of a daemon that conform configures. */
const KEEP_ALIVE = 120_000;

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, PUT, OPTIONS',
  'access-control-allow-headers': '*',
};

const plainly: SendAnswer = ({ status, headers, body }, _request, response) =>
  void response.writeHead(status, headers).end(body);

type End = (status: number, headers?: Record<string, string>, body?: Uint8Array) => void;

async function answer(
  { store, rules }: { readonly store: RelayStore; readonly rules: RelayRules },
  request: IncomingMessage,
  end: End,
  signal: AbortSignal,
): Promise<void> {
  const turnedAway = rules.turnsAway();
  if (turnedAway === 'closed') return void request.socket.destroy();
  if (turnedAway !== undefined) return end(turnedAway);
  if (request.method === 'OPTIONS') return end(204);
  const name = (request.url ?? '/').slice(1).split('?')[0] ?? '';
  if (request.method === 'GET') store.onGet?.(name);
  if (keyOf(name) === undefined) return end(404);
  if (request.method === 'PUT') {
    const body = await read(request);
    if (body === undefined) return end(413, { connection: 'close' });
    const status = store.put(name, body, header(request, 'if-match'));
    store.writing.set(name, (store.writing.get(name) ?? 0) + 1);
    try {
      await pause(rules.pause('PUT'), signal);
    } finally {
      const left = (store.writing.get(name) ?? 1) - 1;
      if (left > 0) store.writing.set(name, left);
      else store.writing.delete(name);
    }
    return end(status);
  }
  if (request.method !== 'GET') return end(405, { allow: 'GET, PUT, OPTIONS' });
  await pause(rules.pause('GET'), signal);
  const stored = store.get(name);
  const packet = rules.give(stored, name);
  if (packet === undefined) return end(404);
  // Only a packet that was stored has a date.
  if (packet !== stored?.payload) return end(200, { 'content-length': String(packet.length) }, packet);
  const since = Date.parse(header(request, 'if-modified-since') ?? '');
  if (Math.floor(modified(stored) / 1000) * 1000 <= since) return end(304);
  end(
    200,
    {
      'content-type': 'application/pkarr.org/relays#payload',
      'content-length': String(stored.payload.length),
      'cache-control': 'public, max-age=30',
      'last-modified': new Date(modified(stored)).toUTCString(),
    },
    stored.payload,
  );
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  void (ms > 0 && (await delay(ms, undefined, { signal })));

/** Deployed peers count sequence numbers in microseconds, the text in seconds (OPENHOST-G01). */
function modified({ seq, at }: Stored): number {
  const ms = seq > 100_000_000_000_000n ? seq / 1000n : seq * 1000n;
  return ms < 8_640_000_000_000_000n ? Number(ms) : at;
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value.replace(/^"|"$/g, '') : undefined;
};

async function read(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_PAYLOAD) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
