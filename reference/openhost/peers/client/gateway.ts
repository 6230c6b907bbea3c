/** Serves an oh:// host as a local HTTP server, for tools that only speak HTTP. */
import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { paired, returned } from '../daemon/http_head.js';
import { reasonOf } from '../reason.js';
import type { Connection } from './connection.js';
import type { DialOptions } from './dial.js';
import { dialler, type OpenedConnection } from './dialler.js';
import { inert } from './inert.js';
import { asksForWebSocket, passResponse, passWebSocket, withoutUpgrade } from './web_socket.js';

export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Node 24.9 and later call this, and treat any other Upgrade as a plain request themselves. Since Node 26, the socket of an
 * 'upgrade' event cannot become a plain connection again.
 */
const serverOptions: ServerOptions & { shouldUpgradeCallback(request: IncomingMessage): boolean } = {
  shouldUpgradeCallback: asksForWebSocket,
};

/** Dials at the first request, again when the connection has closed, and once more for each WebSocket. */
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
    // Older Node versions do not call `shouldUpgradeCallback`.
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
  await once(server.listen(port, '127.0.0.1'), 'listening');
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

/** Removes hop-by-hop headers in both directions: a host that received an Upgrade would act on it. */
async function pass(
  connect: () => Promise<Connection>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const connection = await connect();
  const answer = await connection.request({
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: returned(paired(request.rawHeaders)),
    body: request,
  });
  await passResponse(answer, response);
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(502, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  response.end(inert(reasonOf(error)));
}
