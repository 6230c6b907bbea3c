/** Section 4: the frames of one request. */
import { FRAME_TYPES as T } from '../../frame.js';
import { type Header, requestHead } from '../daemon/http_head.js';

export interface Request {
  readonly method: string;
  readonly target: string;
  readonly headers?: readonly Header[];
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
}

export type Send = (type: number, requestId: number, payload: Uint8Array) => Promise<void>;

const CHUNK = 61_440;
const nothing = new Uint8Array(0);

/** Sends bytes in frames of one type that are small enough for a channel. */
export async function sendChunks(send: Send, type: number, id: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += CHUNK) await send(type, id, bytes.subarray(at, at + CHUNK));
}

export async function sendRequest(send: Send, id: number, request: Request): Promise<void> {
  await send(T.REQUEST_HEAD, id, requestHead(request.method, request.target, request.headers ?? []));
  for await (const part of parts(request.body)) await sendChunks(send, T.REQUEST_BODY, id, part);
  await send(T.REQUEST_END, id, nothing);
}

async function* parts(body: Request['body']): AsyncGenerator<Uint8Array> {
  if (body === undefined) return;
  if (body instanceof Uint8Array) yield body;
  else yield* body;
}
