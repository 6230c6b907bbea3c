/** An oh:// host as a local HTTP server: what a browser extension does, for tools that speak HTTP. */
import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { paired, returned } from '../daemon/http_head.js';
import { reasonOf } from '../reason.js';
import type { Connection } from './connection.js';
import type { DialOptions } from './dial.js';
import { dialler, type OpenedConnection } from './dialler.js';
import { inert } from './inert.js';
import { asksForWebSocket, passWebSocket, withoutUpgrade } from './web_socket.js';

export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Node 24.9 asks this, and reads any other Upgrade as a plain request itself. The socket of its 'upgrade' event cannot be
 * read anew since Node 26.
 */
const serverOptions: ServerOptions & { shouldUpgradeCallback(request: IncomingMessage): boolean } = {
  shouldUpgradeCallback: asksForWebSocket,
};

/** Dials at the first request, and again when the connection has gone; for each WebSocket besides. */
export async function startGateway(oh: string, options: DialOptions, port = 0): Promise<Gateway> {
  const open = dialler(oh, options);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const webSockets = new Map<Socket, Promise<void>>();
  let shared: Promise<OpenedConnection> | undefined;
  const connect = async () => {
    shared ??= open();
    const mine = shared;
    const forget = () => {
      if (shared === mine) shared = undefined;
    };
    try {
      const { connection } = await mine;
      void connection.closed.then(forget);
      return connection;
    } catch (error) {
      forget();
      throw error;
    }
  };
  const server = createServer(serverOptions, (request, response) => {
    pass(connect, request, response).catch((error: unknown) => refuse(response, error));
  });
  server.on('upgrade', (request, socket: Socket, early) => {
    // A Node that does not ask before.
    if (!asksForWebSocket(request)) {
      socket.unshift(Buffer.concat([withoutUpgrade(request), early]));
      return void server.emit('connection', socket);
    }
    socket.on('error', () => {});
    if (early.length > 0) socket.unshift(early);
    const passing = passWebSocket(() => open(stop.signal), request, socket, refuse);
    webSockets.set(socket, passing);
    void passing.finally(() => webSockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      stop.abort();
      for (const socket of webSockets.keys()) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all(webSockets.values());
      await shared?.then((one) => one.close()).catch(() => {});
    },
  };
}

/** What has to do with this stretch of the way alone stays here: a host that saw an Upgrade would believe it. */
async function pass(
  connect: () => Promise<Connection>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const connection = await connect();
  const { status, headers, body } = await connection.request({
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: returned(paired(request.rawHeaders)),
    body: request,
  });
  response.writeHead(status, returned(headers).flat());
  await pipeline(Readable.from(body), response);
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(502, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  response.end(inert(reasonOf(error)));
}
