/** Sections 4.1 and 4.2: asks the service, and sends its response back to the client. */
import { type IncomingMessage, request as requestHttp, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { FRAME_TYPES } from '../../frame.js';
import { type Header, type Incoming, isUpgrade, paired, responseHead, returned } from './http_head.js';
import type { DaemonSettings, Forward } from './options.js';

export type Reply = (type: number, payload: Uint8Array) => Promise<void>;

export const maxBodyOf = (forward: Forward | undefined): number => forward?.maxBody ?? 16 << 20;

const chunk = 61_440;
const connectMs = 2000;
const nothing = new Uint8Array(0);

export async function badGateway(reply: Reply): Promise<void> {
  await reply(FRAME_TYPES.RESPONSE_HEAD, responseHead(502, 'Bad Gateway', [['content-length', '0']]));
  await reply(FRAME_TYPES.RESPONSE_END, nothing);
}

export interface ForwardedRequest extends Pick<DaemonSettings, 'dialect' | 'rules'> {
  readonly request: Incoming;
  readonly forward: Forward;
  readonly signal: AbortSignal;
}

/** A connection to the service after 101. */
interface Tunnel {
  readonly socket: Socket;
  /** What the service sent right behind its head. */
  readonly early: Uint8Array;
}

export interface Upgraded extends Tunnel {
  readonly head: Uint8Array;
}

/** Returns the connection of an upgrade that the service accepted. Every other request has its response by then. */
export async function answerRequest(asked: ForwardedRequest, reply: Reply): Promise<Upgraded | undefined> {
  const { request, forward, rules } = asked;
  const [path = ''] = request.head.target.split('?');
  const upgrades = isUpgrade(request.head.headers);
  const allowed = !upgrades || rules.upgradesPath(path, forward.websockets ?? []);
  const response = allowed ? await ask(asked).catch(() => undefined) : undefined;
  if (response?.tunnel && upgrades) {
    const { message, tunnel } = response;
    return { head: responseHead(101, reason(message), paired(message.rawHeaders)), ...tunnel };
  }
  if (response && !response.tunnel && (!upgrades || rules.passesStatus(response.message.statusCode ?? 0))) {
    await respond(response.message, asked, reply);
    return undefined;
  }
  response?.message.destroy();
  // A service may upgrade although nothing asked for it.
  response?.tunnel?.socket.destroy();
  await badGateway(reply);
  return undefined;
}

/**
 * Streams the response, and reads no more of it than the client takes. Deployed daemons hold the whole body, up to the
 * limit for bodies.
 */
async function respond(message: IncomingMessage, asked: ForwardedRequest, reply: Reply): Promise<void> {
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

interface Answered {
  readonly message: IncomingMessage;
  readonly tunnel?: Tunnel;
}

function ask({
  request: { head, body },
  forward,
  dialect,
  rules,
  signal,
}: ForwardedRequest): Promise<Answered> {
  const target = new URL(forward.target);
  const headers = rules.requestHeaders({ head, body }, { host: forward.host ?? target.host, dialect });
  return new Promise((resolve, reject) => {
    const request = requestHttp({
      host: target.hostname,
      port: target.port === '' ? 80 : target.port,
      method: head.method,
      path: head.target,
      headers: flat(headers),
      setHost: false,
      agent: false,
      signal,
    });
    request.setTimeout(connectMs, () => {
      // On a busy machine, the event of the connection may wait behind this timer.
      setImmediate(() => {
        if (request.socket?.connecting) request.destroy(new Error('the service does not accept'));
      });
    });
    if (rules.serviceMs) setTimeout(() => request.destroy(), rules.serviceMs).unref();
    request.on('error', reject);
    request.on('response', (message) => resolve({ message }));
    // node tells of the response to a CONNECT in no other way, and a daemon opens no tunnel for it.
    request.on('connect', (_message, socket) => {
      socket.destroy();
      reject(new Error('the service has answered CONNECT'));
    });
    request.on('upgrade', (message, socket, early) =>
      resolve({ message, tunnel: { socket: socket as Socket, early } }),
    );
    request.end(body);
  });
}

/** node takes the values of a repeated name as one list. */
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
