/** Section 4.1: what becomes of a request at the service, and of its response on the way back. */
import { type IncomingMessage, request as requestHttp, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Dialect } from '../../dialect.js';
import { FRAME_TYPES } from '../../frame.js';
import { forwarded, isUpgrade, paired, type RequestHead, responseHead, returned } from './http_head.js';
import type { Forward } from './options.js';
import type { DaemonSeams, Header } from './seams.js';

export type Reply = (type: number, payload: Uint8Array) => Promise<void>;

export const maxBodyOf = (forward: Forward | undefined): number => forward?.maxBody ?? 16 << 20;

const chunk = 61_440;
const connectMs = 2000;
const nothing = new Uint8Array(0);

export async function badGateway(reply: Reply): Promise<void> {
  await reply(FRAME_TYPES.RESPONSE_HEAD, responseHead(502, 'Bad Gateway', [['content-length', '0']]));
  await reply(FRAME_TYPES.RESPONSE_END, nothing);
}

interface Asked {
  readonly forward: Forward;
  readonly head: RequestHead;
  readonly body: Uint8Array;
  readonly dialect: Dialect;
  readonly seams: DaemonSeams;
  readonly signal: AbortSignal;
}

/** Streams the response: what the peer has not taken is not read. Deployed daemons hold all of it, up to the limit of bodies. */
export async function forwardRequest(asked: Asked, reply: Reply): Promise<void> {
  const response = await ask(asked).catch(() => undefined);
  if (response === undefined || 'socket' in response) return badGateway(reply);
  await respond(response.message, asked, reply);
}

async function respond(message: IncomingMessage, asked: Asked, reply: Reply): Promise<void> {
  const headers = returned(paired(message.rawHeaders), asked.dialect);
  const whole = asked.dialect === 'deployed' ? await held(message, maxBodyOf(asked.forward)) : undefined;
  if (whole === 'too much') return badGateway(reply);
  const head = whole ? lowered(headers, whole.length) : headers;
  await reply(FRAME_TYPES.RESPONSE_HEAD, responseHead(message.statusCode ?? 502, reason(message), head));
  for await (const part of whole ? [whole] : (message as AsyncIterable<Buffer>)) {
    for (let at = 0; at < part.length; at += chunk) {
      await reply(FRAME_TYPES.RESPONSE_BODY, part.subarray(at, at + chunk));
    }
  }
  await reply(FRAME_TYPES.RESPONSE_END, nothing);
}

async function held(message: IncomingMessage, most: number): Promise<Uint8Array | 'too much'> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > most) return 'too much';
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const lowered = (headers: readonly Header[], length: number): Header[] => [
  ...headers
    .map(([name, value]): Header => [name.toLowerCase(), value])
    .filter(([name]) => name !== 'content-length'),
  ['content-length', String(length)],
];

/** The socket of the service once it has said 101; undefined when it said anything else, and the client was told so. */
export async function upgradeRequest(
  asked: Asked,
  reply: Reply,
): Promise<{ head: Uint8Array; socket: Socket; early: Uint8Array } | undefined> {
  const response = await ask(asked).catch(() => undefined);
  if (response === undefined || !('socket' in response)) {
    if (response && asked.seams.forgive('not 101')) await respond(response.message, asked, reply);
    else {
      response?.message.destroy();
      await badGateway(reply);
    }
    return undefined;
  }
  const { message, socket, early } = response;
  return { head: responseHead(101, reason(message), paired(message.rawHeaders)), socket, early };
}

type Answered =
  | { readonly message: IncomingMessage }
  | { readonly message: IncomingMessage; readonly socket: Socket; readonly early: Uint8Array };

function ask({ forward, head, body, dialect, seams, signal }: Asked): Promise<Answered> {
  const target = new URL(forward.target);
  return new Promise((resolve, reject) => {
    const request = requestHttp({
      host: target.hostname,
      port: target.port === '' ? 80 : target.port,
      method: head.method,
      path: head.target,
      headers: flat(sent(head, forward.host ?? target.host, body, dialect, seams)),
      setHost: false,
      agent: false,
      signal,
    });
    request.setTimeout(connectMs, () => {
      // On a busy machine the news that it is connected may wait behind this timer.
      setImmediate(() => {
        if (request.socket?.connecting) request.destroy(new Error('the service does not accept'));
      });
    });
    if (seams.serviceMs) setTimeout(() => request.destroy(), seams.serviceMs).unref();
    request.on('error', reject);
    request.on('response', (message) => resolve({ message }));
    request.on('upgrade', (message, socket, early) => resolve({ message, socket: socket as Socket, early }));
    request.end(body);
  });
}

function sent(
  head: RequestHead,
  host: string,
  body: Uint8Array,
  dialect: Dialect,
  seams: DaemonSeams,
): Header[] {
  const kept = forwarded(head.headers, dialect);
  const upgrade: Header[] = isUpgrade(head.headers)
    ? [
        ['Connection', 'Upgrade'],
        ['Upgrade', 'websocket'],
      ]
    : [['Connection', 'close']];
  const withBody = body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(head.method);
  const all: Header[] = [['Host', host], ...kept, ...upgrade];
  if (withBody) all.push(['Content-Length', String(body.length)]);
  return [...seams.headers(all, head.headers)];
}

/** node takes repeated names as a list under one. */
function flat(headers: readonly Header[]): Record<string, string | string[]> {
  const lists = new Map<string, [string, string[]]>();
  for (const [name, value] of headers) {
    const known = lists.get(name.toLowerCase());
    if (known) known[1].push(value);
    else lists.set(name.toLowerCase(), [name, [value]]);
  }
  return Object.fromEntries(
    [...lists.values()].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

const reason = ({ statusCode = 0, statusMessage }: IncomingMessage): string =>
  statusMessage || (STATUS_CODES[statusCode] ?? 'Unknown');
