/** Section 4.2, the client's end: passes the WebSocket of a local program over a connection of its own. */
import { once } from 'node:events';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Header, isUpgrade, paired, requestHead, responseHead, returned } from '../daemon/http_head.js';
import type { Response, Tunnel } from './connection.js';
import type { OpenedConnection } from './dialler.js';

/** Milliseconds that a program has to close its half after the other half has closed. */
const lingerMs = 2000;

/** RFC 6455 4.1: only a GET opens a WebSocket. */
export const asksForWebSocket = ({ method, rawHeaders }: IncomingMessage): boolean =>
  method === 'GET' && isUpgrade(paired(rawHeaders));

/** RFC 9110 7.8: a server that does not know the protocol ignores the Upgrade. Returns the request without it. */
export function withoutUpgrade({ method = 'GET', url = '/', rawHeaders }: IncomingMessage): Uint8Array {
  const said = /^(?:upgrade|http2-settings)$/i;
  const kept = paired(rawHeaders).flatMap(([name, value]): Header[] => {
    if (said.test(name)) return [];
    if (name.toLowerCase() !== 'connection') return [[name, value]];
    const named = value.split(',').filter((option) => !said.test(option.trim()));
    return named.length === 0 ? [] : [[name, named.join(',')]];
  });
  return requestHead(method, url, kept);
}

export async function passWebSocket(
  open: () => Promise<OpenedConnection>,
  request: IncomingMessage,
  socket: Socket,
  refuse: (response: ServerResponse, error: unknown) => void,
): Promise<void> {
  let opened: OpenedConnection | undefined;
  let response: ServerResponse | undefined;
  const respond = () => (response ??= onSocket(request, socket));
  try {
    opened = await open();
    const answer = await opened.connection.upgrade({
      method: 'GET',
      target: request.url ?? '/',
      headers: [...returned(paired(request.rawHeaders)), ['Connection', 'Upgrade'], ['Upgrade', 'websocket']],
    });
    if ('head' in answer) await join(answer, socket);
    else await passResponse(answer, respond());
  } catch (error) {
    if (!socket.destroyed) refuse(respond(), error);
  } finally {
    await opened?.close();
  }
}

/** Ends both halves when one of them ends. */
async function join({ head, incoming, send, close }: Tunnel, socket: Socket): Promise<void> {
  socket.write(responseHead(head.status, head.reason, head.headers));
  const up = (async () => {
    try {
      for await (const part of socket.iterator({ destroyOnReturn: false })) await send(part);
    } catch {
      // One side has closed. Both halves end now.
    }
    close();
    socket.resume();
  })();
  await pipeline(Readable.from(untilTornDown(incoming)), socket).catch(() => {});
  close();
  const gone = socket.closed ? Promise.resolve([]) : once(socket, 'close');
  await Promise.race([Promise.all([up, gone]), delay(lingerMs, undefined, { ref: false })]);
  socket.destroy();
}

/** A tunnel ends with its channel, so the error of a closed channel is its normal end. */
async function* untilTornDown(incoming: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* incoming;
  } catch {
    return;
  }
}

/** Passes the response of a host to a local program. */
export const passResponse = ({ status, headers, body }: Response, response: ServerResponse): Promise<void> =>
  pipeline(Readable.from(body), response.writeHead(status, returned(headers).flat()));

/** A response on the socket that node handed over with the 'upgrade' event. */
function onSocket(request: IncomingMessage, socket: Socket): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on('finish', () => socket.end());
  return response;
}
