/** Section 4: the transactions of a client, and the response frames that belong to them. */
import { utf8 } from '../../../bytes/text.js';
import { settled } from '../../../settled.js';
import { type Frame, FRAME_TYPES as T } from '../../frame.js';
import { type ResponseHead, readResponseHead } from '../daemon/http_head.js';
import { type BodyQueue, bodyQueue, type Pressure } from './body_queue.js';
import type { ConnectionFault } from './connection_rules.js';

/** The connection ended before a response did. */
export class ConnectionOver extends Error {
  override readonly name = 'ConnectionOver';
}

export interface Transaction {
  readonly id: number;
  readonly head: ReturnType<typeof settled<ResponseHead>>;
  readonly body: BodyQueue;
  readonly upgrade: boolean;
  headed: boolean;
}

const badGateway: ResponseHead = Object.freeze({
  status: 502,
  reason: 'Bad Gateway',
  headers: [
    ['content-type', 'text/plain; charset=utf-8'],
    ['x-content-type-options', 'nosniff'],
  ] as const,
});

export function transactions(pressure: Pressure) {
  const running = new Map<number, Transaction>();

  function takeHead(transaction: Transaction, payload: Uint8Array): ConnectionFault | undefined {
    const head = readResponseHead(payload);
    if (head.status === 101 && !transaction.upgrade) return 'unasked-upgrade';
    transaction.headed = true;
    transaction.head.resolve(head);
    return undefined;
  }

  return {
    open(id: number, upgrade: boolean): Transaction {
      const head = settled<ResponseHead>();
      const transaction = { id, head, body: bodyQueue(pressure), upgrade, headed: false };
      running.set(id, transaction);
      return transaction;
    },
    /** Takes a frame of a response. */
    take({ type, requestId, payload }: Frame): ConnectionFault | undefined {
      const transaction = running.get(requestId);
      if (!transaction) return 'unknown-transaction';
      const { headed, body, upgrade } = transaction;
      if (type === T.RESPONSE_HEAD && !headed) return takeHead(transaction, payload);
      const isBody = type === T.RESPONSE_BODY || (type === T.WS_FRAME && upgrade);
      if (!headed || !(isBody || type === T.RESPONSE_END)) return 'unexpected-frame';
      if (isBody) body.push(payload);
      else {
        running.delete(requestId);
        body.end();
      }
      return undefined;
    },
    /** Ends all transactions. One without a head gets a 502 with this text; the body of any other ends with an error. */
    fail(text: string): void {
      for (const { headed, head, body } of running.values()) {
        if (headed) body.fail(new ConnectionOver(text));
        else {
          head.resolve(badGateway);
          body.push(utf8(text));
          body.end();
        }
      }
      running.clear();
    },
  };
}
