/** An oh:// host as a local HTTP server: what a browser extension does, for tools that speak HTTP. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { paired, returned } from '../daemon/http_head.js';
import { type Connection, inert, openConnection } from './connection.js';
import { type DialOptions, dial } from './dial.js';

export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

/** Dials at the first request, and again when the connection has gone. */
export async function startGateway(oh: string, options: DialOptions, port = 0): Promise<Gateway> {
  let open: Promise<{ connection: Connection; close(): Promise<void> }> | undefined;
  const connect = async () => {
    open ??= dial(oh, options).then(({ channel, close }) => {
      const connection = openConnection(channel, { dialect: options.dialect ?? 'spec' });
      void connection.closed.then(() => {
        open = undefined;
        void close();
      });
      return { connection, close };
    });
    try {
      return (await open).connection;
    } catch (error) {
      open = undefined;
      throw error;
    }
  };
  const server = createServer((request, response) => {
    pass(connect, request, response).catch((error: unknown) => {
      if (response.headersSent) return void response.destroy();
      response.writeHead(502, {
        'content-type': 'text/plain; charset=utf-8',
        'x-content-type-options': 'nosniff',
      });
      response.end(inert(error instanceof Error ? error.message : String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await open?.then((one) => one.close()).catch(() => {});
    },
  };
}

async function pass(
  connect: () => Promise<Connection>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const connection = await connect();
  const { status, headers, body } = await connection.request({
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: paired(request.rawHeaders),
    body: request,
  });
  response.writeHead(status, returned(headers).flat());
  await pipeline(Readable.from(body), response);
}
