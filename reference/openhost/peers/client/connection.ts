/** Sections 4 and 5, the client's end: requests, tunnels, and the end of a connection. */
import { rejectionOf } from '../../../bytes/error.js';
import { utf8 } from '../../../bytes/text.js';
import { settled } from '../../../settled.js';
import type { Dialect } from '../../dialect.js';
import { type Frame, FRAME_TYPES as T } from '../../frame.js';
import type { ResponseHead } from '../daemon/http_head.js';
import type { Channel } from '../rtc/channel.js';
import type { Pressure } from './body_queue.js';
import { CONNECTION_RULES, type ConnectionFault, type ConnectionRules } from './connection_rules.js';
import { type Request, type Send, sendChunks, sendRequest } from './request_frames.js';
import { ConnectionOver, type Transaction, transactions } from './transactions.js';

export type { Request } from './request_frames.js';
export { ConnectionOver } from './transactions.js';

export interface Response extends ResponseHead {
  readonly body: AsyncIterable<Uint8Array>;
}

/** After a response 101, the channel is a tunnel. */
export interface Tunnel {
  readonly head: ResponseHead;
  readonly incoming: AsyncIterable<Uint8Array>;
  send(bytes: Uint8Array): Promise<void>;
  close(): void;
}

export interface Connection {
  request(request: Request): Promise<Response>;
  upgrade(request: Request): Promise<Tunnel | Response>;
  readonly closed: Promise<void>;
  close(): void;
}

export interface ConnectionOptions {
  readonly dialect?: Dialect;
  /** CONNECTION_RULES when absent. */
  readonly rules?: ConnectionRules;
  /** Milliseconds from the end of a request to the head of its response. */
  readonly headMs?: number;
  /** Milliseconds that a response may wait for its reader. */
  readonly idleMs?: number;
}

export function openConnection(channel: Channel, options: ConnectionOptions = {}): Connection {
  const { dialect = 'spec', rules = CONNECTION_RULES, headMs = 30_000, idleMs = 60_000 } = options;
  let over: string | undefined;
  const send = frameSender(channel, rules);
  const pong = ponger(send);

  const end = (text: string) => {
    if (over !== undefined) return;
    over = text;
    running.fail(text);
  };
  const tearDown = (fault: ConnectionFault) => {
    const reason = over === undefined ? rules.closeReason(fault) : undefined;
    if (reason === undefined) return;
    // The ERROR goes out before the channel closes.
    void send(T.ERROR, 0, utf8(reason))
      .catch(() => {})
      .then(() => channel.close());
    end(reason);
  };
  const running = transactions(channelPressure(channel, idleMs, () => tearDown('response-not-taken')));

  function dispatch(frame: Frame) {
    if (over !== undefined) return;
    if (frame.type === T.PING) return pong();
    if (frame.type === T.PONG) return;
    if (frame.type === T.ERROR) {
      end(rules.showDiagnostic(frame.payload));
      return channel.close();
    }
    const fault = running.take(frame);
    if (fault !== undefined) tearDown(fault);
  }

  const decoder = rules.readFrames(dispatch);
  channel.listen((bytes) => {
    if (over === undefined && rejectionOf(() => decoder.push(bytes))) tearDown('malformed-frame');
  });
  void channel.closed.then(() => end('the channel was closed'));

  const ids = requestIds(dialect);
  async function begin(request: Request, upgrade: boolean): Promise<Transaction & { answer: ResponseHead }> {
    if (over !== undefined) throw new ConnectionOver(over);
    const transaction = await ids.next(async (id) => {
      const opened = running.open(id, upgrade);
      await sendRequest(send, id, request);
      return opened;
    });
    const late = setTimeout(() => tearDown('no-response'), headMs);
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
        send: (bytes) => sendChunks(send, T.WS_FRAME, id, bytes),
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

const frameSender =
  (channel: Channel, rules: Pick<ConnectionRules, 'writeFrame'>): Send =>
  async (type, requestId, payload) => {
    for (const bytes of rules.writeFrame({ type, requestId, payload })) await channel.send(bytes);
  };

/** Sends one PONG at a time, so that a host that pings without end does not fill the queue of answers. */
function ponger(send: Send): () => void {
  let ponging = false;
  return () => {
    if (ponging) return;
    ponging = true;
    void send(T.PONG, 0, new Uint8Array(0))
      .catch(() => {})
      .finally(() => {
        ponging = false;
      });
  };
}

/**
 * A channel has one window for all responses: it pauses while any reader is behind, which delays the other responses.
 */
function channelPressure(channel: Channel, idleMs: number, idle: () => void): Pressure {
  let behind = 0;
  return {
    full(full) {
      behind += full ? 1 : -1;
      if (behind > 0) channel.pause();
      else channel.resume();
    },
    idle,
    idleMs,
  };
}

/** Deployed hosts ignore request ids, so a request waits for the end of the response before it. */
function requestIds(dialect: Dialect) {
  let nextId = 1;
  let turn = Promise.resolve();
  return {
    async next(start: (id: number) => Promise<Transaction>): Promise<Transaction> {
      if (dialect === 'spec') return start(nextId++);
      const before = turn;
      const done = settled();
      turn = done.promise;
      await before;
      const transaction = await start(0);
      void transaction.body.ended.then(done.resolve);
      return transaction;
    },
  };
}
