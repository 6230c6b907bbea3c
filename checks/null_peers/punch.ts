/** Brokers without any service, as Punch targets. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Socket, type Server as TcpServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { createAuthority } from '../../reference/tls/certificate.js';
import { punchTarget } from '../../runners/punch/target.js';
import type { NullPeer } from './peer.js';

/** The secret is given, so that no case is skipped for lack of it. */
const SECRET = new TextEncoder().encode('the secret of a broker without service');
/** Short waits, in milliseconds, for messages that never come. */
const HASTE = { patience: 300, budget: { amount: 1_000, per: 1_000 } };
/** The time for a whole answer. It only matters for silent peers; others may be slow on a busy machine. */
const ANSWER = { mute: 1_000, other: 20_000 };
const HEADERS = { 'Content-Type': 'application/json', 'Punch-Version': '1.0.0' };
const authority = createAuthority();

type Serve = () => TcpServer;

const peer = (
  name: string,
  serve: Serve,
  scheme: 'http' | 'https' = 'http',
  stall = ANSWER.other,
): NullPeer => ({
  kind: scheme,
  name: `punch: ${name}`,
  async open() {
    const server = serve();
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const target = await punchTarget({
      url: `${scheme}://127.0.0.1:${port}`,
      secret: SECRET,
      ...HASTE,
      stall,
      firstLook: stall,
      ...(scheme === 'https' ? { ca: authority.certificate } : {}),
    });
    return {
      target,
      async close() {
        await target.close();
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    };
  },
});

/** Answers requests and upgrades with the same error. */
const rejecting = (status: number, error: string): NullPeer =>
  peer(`rejects everything with ${status} ${error}`, () => {
    const body = JSON.stringify({ error, message: 'no' });
    const headers = { ...HEADERS, 'Retry-After': '0', 'Content-Length': body.length, Connection: 'close' };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const refusal = [`HTTP/1.1 ${status} No`, ...head, '', body].join('\r\n');
    return createServer((_request, answer) => void answer.writeHead(status, headers).end(body)).on(
      'upgrade',
      (_request, socket: Duplex) => void socket.on('error', () => {}).end(refusal),
    );
  });

/** Accepts every WebSocket, with the version in the 101. */
function opening(server: Server, behave: (socket: WebSocket) => void): Server {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1 << 24 });
  sockets.on('headers', (headers) => headers.push('Punch-Version: 1.0.0'));
  return server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (opened) => behave(opened.on('error', () => {})));
  });
}

const accept: RequestListener = (request, answer) =>
  void answer.writeHead(request.method === 'POST' ? 201 : 200, HEADERS).end('{}');

const echo: RequestListener = (request, answer) => {
  answer.on('error', () => {}).writeHead(request.method === 'POST' ? 201 : 200, HEADERS);
  request.on('error', () => {}).pipe(answer);
};

const garbled: RequestListener = (_request, answer) => void answer.writeHead(200, HEADERS).end('\u0001{]"');

const onConnection = (behave: (socket: Socket) => unknown): TcpServer =>
  createTcp((socket) => void behave(socket.on('error', () => {})));
const silently: Serve = () => onConnection(() => {});
const dying: Serve = () => onConnection((socket) => socket.destroy());
const garbling: Serve = () => onConnection((socket) => socket.end('\u0000\u00ff} no HTTP\r\n\r\n'));

const secured = (listener: RequestListener): Server => {
  const { certificate: cert, key } = authority.issue(['127.0.0.1']);
  return createSecure({ cert, key }, listener).on('tlsClientError', () => {}) as unknown as Server;
};

export const punchNullPeers: readonly NullPeer[] = [
  // The first three take longest, because the cases watch an open WebSocket as long as the RFC says.
  peer('accepts everything', () => opening(createServer(accept), () => {})),
  peer('echoes', () =>
    opening(createServer(echo), (socket) => {
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
    }),
  ),
  peer('accepts everything over TLS', () => opening(secured(accept), () => {}), 'https'),
  rejecting(400, 'INVALID_REQUEST'),
  rejecting(401, 'AUTH_FAILED'),
  rejecting(403, 'TURNSTILE_FAILED'),
  rejecting(404, 'SESSION_NOT_FOUND'),
  rejecting(409, 'SESSION_EXISTS'),
  rejecting(429, 'RATE_LIMITED'),
  peer('says nothing', silently, 'http', ANSWER.mute),
  peer('dies at once', dying),
  peer('talks garbage instead of HTTP', garbling),
  peer('talks garbage in every body', () =>
    opening(createServer(garbled), (socket) => {
      socket.on('message', () => socket.send('\u0001{]"'));
    }),
  ),
  peer('says nothing where TLS should be', silently, 'https', ANSWER.mute),
];
