/** The HTTP and WebSocket service that we put behind a daemon: it records what reaches it. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Service, ServiceRequest } from '../../suites/openhost/port.js';
import { GREETING, GREETS } from '../../suites/openhost/upgrade.js';
import { inTime } from './in_time.js';

export interface OwnService extends Service {
  readonly target: string;
  close(): Promise<void>;
}

const mostKept = 2000;
/** No case sends this much. A daemon that does is disconnected. */
const MAX_REQUEST = 8 << 20;
const MAX_KEPT = 128 << 20;
const SLOW_MS = 1200;

export async function startService(port = 0): Promise<OwnService> {
  const requests: ServiceRequest[] = [];
  let kept = 0;
  const sockets = new Set<Socket>();
  const tunnels = new Map<string, Promise<unknown>>();
  const record = (request: IncomingMessage, body: Uint8Array) => {
    requests.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.rawHeaders.flatMap((name, i, all) =>
        i % 2 === 0 ? [[name, all[i + 1] ?? ''] as const] : [],
      ),
      body,
    });
    kept += body.length;
    while (requests.length > mostKept || kept > MAX_KEPT) kept -= requests.shift()?.body.length ?? kept;
  };
  const server = createServer(async (request, response) => {
    const body = await whole(request);
    if (body === undefined) return;
    record(request, body);
    respond(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {});
    record(request, head);
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    if (request.url?.startsWith('/live/no'))
      return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    const greeting = request.url?.includes(GREETS) ? GREETING : '';
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n${greeting}`,
    );
    socket.on('end', () => socket.end());
    tunnels.set(request.url ?? '', new Promise((resolve) => socket.once('close', resolve)));
    const [oldest] = tunnels.keys();
    if (tunnels.size > mostKept && oldest !== undefined) tunnels.delete(oldest);
    // Echoes every message. A `!` closes the connection.
    socket.on('data', (bytes: Buffer) => {
      if (bytes[0] === 0x21) return socket.end();
      if (!socket.write(bytes)) socket.pause().once('drain', () => socket.resume());
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const { port: bound } = server.address() as AddressInfo;
  let marks = 0;
  return {
    authority: `127.0.0.1:${bound}`,
    target: `http://127.0.0.1:${bound}`,
    seen: (mark) => requests.filter(({ url }) => url.includes(mark)),
    mark: () => `m${++marks}x`,
    async tunnelAfter(mark, within) {
      const [, tunnel] = [...tunnels].find(([url]) => url.includes(mark)) ?? [];
      if (tunnel === undefined) return 'never there';
      return (await inTime(within, tunnel)) === 'late' ? 'open' : 'closed';
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The first part of the path says which response a case wants. */
function respond({ method, url }: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(url ?? '/', 'http://service');
  const [, kind = ''] = pathname.split('/');
  if (kind === 'empty') return void response.writeHead(204).end();
  if (kind === 'unchanged') return void response.writeHead(304, { etag: '"1"' }).end();
  if (kind === 'early') response.writeEarlyHints({ link: '</a.css>; rel=preload' });
  if (kind === 'cookies') response.setHeader('set-cookie', ['first=1', 'second=2']);
  if (kind === 'large') return void response.end(Buffer.alloc(5 << 20, 0x5a));
  if (kind === 'teapot') return void response.writeHead(418).end('short and stout');
  if (kind === 'slow') return void setTimeout(() => response.end('at last'), SLOW_MS);
  if (kind === 'chunks') {
    response.write('one,');
    setTimeout(() => response.write('two,'), 30);
    return void setTimeout(() => response.end('three'), 60);
  }
  response.writeHead(200, { 'content-type': 'text/plain', 'x-service': 'ours' });
  response.end(method === 'HEAD' ? '' : `hello from the service: ${url}`);
}

/** The body; undefined when the daemon disconnected during the request, or sent without end. */
async function whole(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length > MAX_REQUEST) request.destroy();
    }
  } catch (error) {
    // Errors of streams and sockets have a code. An error without one is a bug in our code.
    if (!(error instanceof Error && 'code' in error)) throw error;
    return undefined;
  }
  return Buffer.concat(parts);
}
