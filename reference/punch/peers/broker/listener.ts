import { createServer as createHttpServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { TlsIdentity } from '../../../tls/certificate.js';
import { type AnsweredRequest, type BrokerAnswer, errorAnswer } from './answers.js';
import type { App } from './app.js';
import type { Rules } from './rules.js';

const BOUNDS = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  maxHeaderSize: 16_384,
  requireHostHeader: false,
};
/** Stands for a request that could not be read. */
const STRANGE: AnsweredRequest = { method: 'GET', path: '/', upgrade: false, headers: {} };

/** Serves the app on a port. Each answer goes through `rules.answer` last. */
export function listenTo(app: App, rules: Rules, tls: TlsIdentity | undefined): Server {
  const listener = getRequestListener(
    (request, { incoming }) =>
      answered(app, rules, request, (incoming as IncomingMessage).socket.remoteAddress ?? ''),
    {
      errorHandler: () =>
        responseOf(rules.answer(errorAnswer(400, 'INVALID_REQUEST', 'not a request'), STRANGE)),
      overrideGlobalObjects: false,
    },
  );
  const server = tls
    ? createHttpsServer({ ...BOUNDS, ...rules.tls, cert: tls.certificate, key: tls.key }, listener)
    : createHttpServer(BOUNDS, listener);
  server.on('tlsClientError', (_error, socket: Duplex) => socket.destroy());
  server.on('clientError', (_error, socket) =>
    endRaw(socket, rules.answer(errorAnswer(400, 'INVALID_REQUEST', 'not HTTP'), STRANGE)),
  );
  return server;
}

async function answered(app: App, rules: Rules, request: Request, address: string): Promise<Response> {
  const response = await app.fetch(request, { address });
  const { status, headers } = response;
  const said = rules.answer(
    { status, headers: Object.fromEntries(headers), body: await response.text() },
    {
      method: request.method,
      path: new URL(request.url).pathname,
      upgrade: false,
      headers: Object.fromEntries(request.headers),
    },
  );
  return responseOf(said, request.method === 'HEAD');
}

function responseOf(said: BrokerAnswer, withoutBody = false): Response {
  const bare = withoutBody || said.status === 204 || said.status === 304;
  return new Response(bare ? null : said.body, said);
}

/** The facts of an upgrade that the rules see. */
export const upgrading = ({ method = 'GET', url = '/', headers }: IncomingMessage): AnsweredRequest => ({
  method,
  path: url.split('?')[0] ?? '/',
  upgrade: true,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()])),
});

/** Writes an answer to a socket that the HTTP server has handed over, and closes it. */
export function endRaw(socket: Duplex, { status, headers, body }: BrokerAnswer): void {
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
