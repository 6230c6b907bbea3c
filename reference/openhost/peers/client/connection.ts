/** Sections 4 and 5 from the client's end: requests, tunnels, and what becomes of an ERROR. */
import { DecodeError } from '../../../bytes/error.js';
import { utf8 } from '../../../bytes/text.js';
import { settled } from '../../../settled.js';
import type { Dialect } from '../../dialect.js';
import { type Frame, frame, FRAME_TYPES as T } from '../../frame.js';
import { frameDecoder } from '../../frame_stream.js';
import type { Header } from '../daemon/header.js';
import { type ResponseHead, readResponseHead, requestHead } from '../daemon/http_head.js';
import type { Channel } from '../rtc/channel.js';
import { type BodyQueue, bodyQueue } from './body_queue.js';
import { type ClientSeams, rightClient } from './seams.js';

export interface Request {
  readonly method: string;
  readonly target: string;
  readonly headers?: readonly Header[];
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
}

export interface Response extends ResponseHead {
  readonly body: AsyncIterable<Uint8Array>;
}

/** A response 101 makes the channel a tunnel. */
export interface Tunnel {
  readonly head: ResponseHead;
  readonly incoming: AsyncIterable<Uint8Array>;
  send(bytes: Uint8Array): Promise<void>;
  close(): void;
}

/** The connection ended before, or in the middle of, what was asked. */
export class ConnectionOver extends Error {
  override readonly name = 'ConnectionOver';
}

export interface Connection {
  request(request: Request): Promise<Response>;
  upgrade(request: Request): Promise<Tunnel | Response>;
  readonly closed: Promise<void>;
  close(): void;
}

interface Transaction {
  readonly id: number;
  readonly head: ReturnType<typeof settled<ResponseHead>>;
  readonly body: BodyQueue;
  headed: boolean;
  upgrade: boolean;
}

const chunk = 61_440;
const nothing = new Uint8Array(0);
/** Section 5: what a person is shown of a diagnostic. */
const longestDiagnostic = 200;

export function openConnection(
  channel: Channel,
  {
    dialect = 'spec',
    seams: own = {},
    headMs = 30_000,
    idleMs = 60_000,
  }: {
    dialect?: Dialect;
    seams?: Partial<ClientSeams>;
    /** From the end of a request to the head of its response. */
    headMs?: number;
    /** How long a response may lie there that nobody takes. */
    idleMs?: number;
  } = {},
): Connection {
  const seams = { ...rightClient, ...own };
  const running = new Map<number, Transaction>();
  let nextId = 1;
  let over: string | undefined;
  let turn = Promise.resolve();

  const send = async (type: number, requestId: number, payload: Uint8Array) => {
    for (const out of seams.outgoing({ type, requestId, payload })) {
      await channel.send(seams.encode(out, frame.encode(out)));
    }
  };
  const gateway = (text: string): ResponseHead & { body: Uint8Array } => ({
    status: 502,
    reason: 'Bad Gateway',
    headers: [
      ['content-type', 'text/plain; charset=utf-8'],
      ['x-content-type-options', 'nosniff'],
    ],
    body: utf8(text),
  });
  const end = (text: string) => {
    if (over !== undefined) return;
    over = text;
    for (const transaction of running.values()) {
      if (transaction.headed) transaction.body.fail(new ConnectionOver(text));
      else {
        const { body, ...head } = gateway(text);
        transaction.head.resolve(head);
        transaction.body.push(body);
        transaction.body.end();
      }
    }
    running.clear();
  };
  const tearDown = (reason: string) => {
    if (over !== undefined || seams.forgive(reason)) return;
    // The ERROR goes out before the channel does.
    void send(T.ERROR, 0, utf8(reason))
      .catch(() => {})
      .then(() => channel.close());
    end(reason);
  };

  // There is no window for each response: who leaves one lying holds up the others.
  let behind = 0;
  const pressure = {
    full(full: boolean) {
      behind += full ? 1 : -1;
      if (behind > 0) channel.pause();
      else channel.resume();
    },
    idle: () => tearDown('nobody takes the response'),
    idleMs,
  };

  // One at a time: a host that asks without end is not owed as many answers.
  let ponging = false;
  function pong() {
    if (ponging) return;
    ponging = true;
    void send(T.PONG, 0, nothing)
      .catch(() => {})
      .finally(() => {
        ponging = false;
      });
  }

  function dispatch({ type, requestId, payload }: Frame) {
    if (over !== undefined) return;
    if (type === T.PING) return pong();
    if (type === T.PONG) return;
    if (type === T.ERROR) {
      const text = new TextDecoder().decode(payload.subarray(0, 4 * longestDiagnostic));
      end(seams.diagnostic(inert(text), new TextDecoder().decode(payload)));
      return channel.close();
    }
    const transaction = running.get(requestId);
    if (!transaction) return tearDown('frame of no transaction');
    if (type === T.WS_FRAME && transaction.headed && transaction.upgrade)
      return transaction.body.push(payload);
    if (type === T.RESPONSE_HEAD && !transaction.headed) {
      const head = readResponseHead(payload);
      if (head.status === 101 && !transaction.upgrade) return tearDown('101 to what asked for no upgrade');
      transaction.headed = true;
      return transaction.head.resolve(head);
    }
    if (type === T.RESPONSE_BODY && transaction.headed) return transaction.body.push(payload);
    if (type === T.RESPONSE_END && transaction.headed) {
      running.delete(requestId);
      return transaction.body.end();
    }
    tearDown('unexpected frame');
  }

  const decoder = frameDecoder(dispatch);
  channel.listen((bytes) => {
    try {
      if (over === undefined) decoder.push(seams.message(bytes));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      tearDown('malformed frame');
    }
  });
  void channel.closed.then(() => end('the channel was closed'));

  async function start(request: Request, upgrade: boolean): Promise<Transaction> {
    const id = dialect === 'deployed' ? 0 : nextId++;
    const transaction: Transaction = {
      id,
      head: settled<ResponseHead>(),
      body: bodyQueue(pressure),
      headed: false,
      upgrade,
    };
    running.set(id, transaction);
    await send(T.REQUEST_HEAD, id, requestHead(request.method, request.target, request.headers ?? []));
    for await (const part of parts(request.body)) {
      for (let at = 0; at < part.length; at += chunk)
        await send(T.REQUEST_BODY, id, part.subarray(at, at + chunk));
    }
    await send(T.REQUEST_END, id, nothing);
    return transaction;
  }

  async function begin(request: Request, upgrade: boolean): Promise<Transaction & { answer: ResponseHead }> {
    if (over !== undefined) throw new ConnectionOver(over);
    let transaction: Transaction;
    if (dialect === 'deployed') {
      // One request at a time: the next waits for the end of this one.
      const before = turn;
      const done = settled();
      turn = done.promise;
      await before;
      transaction = await start(request, upgrade);
      void transaction.body.ended.then(done.resolve);
    } else transaction = await start(request, upgrade);
    const late = setTimeout(() => tearDown('no response in time'), headMs);
    try {
      return { ...transaction, answer: await transaction.head.promise };
    } finally {
      clearTimeout(late);
    }
  }

  return {
    async request(request) {
      const { answer, body } = await begin(request, false);
      return { ...answer, body };
    },
    async upgrade(request) {
      const { id, answer, body } = await begin(request, true);
      if (answer.status !== 101) return { ...answer, body };
      return {
        head: answer,
        incoming: body,
        async send(bytes) {
          for (let at = 0; at < bytes.length; at += chunk)
            await send(T.WS_FRAME, id, bytes.subarray(at, at + chunk));
        },
        close: () => channel.close(),
      };
    },
    closed: channel.closed,
    close() {
      end('closed');
      channel.close();
    },
  };
}

/** No control characters, no more than fits a line. */
export function inert(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
  return plain.length > longestDiagnostic ? `${plain.slice(0, longestDiagnostic)}...` : plain;
}

async function* parts(body: Request['body']): AsyncGenerator<Uint8Array> {
  if (body === undefined) return;
  if (body instanceof Uint8Array) yield body;
  else yield* body;
}
