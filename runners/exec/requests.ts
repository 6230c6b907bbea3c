/** The requests whose cases wait for an answer, and the end of those whose case stops waiting. */
import type { Answer, Request } from '../../suites/codec.js';
import { openBag } from './bag.js';

export interface Asked {
  readonly request: Request;
  readonly signal: AbortSignal;
  readonly settle: (answer: Answer) => void;
  readonly leave: (reason: unknown) => void;
  /** Whether its case has stopped waiting. */
  left: boolean;
  /** Its place in the bag of pending requests. */
  place: number;
}

export interface Requests {
  /** The requests that the adapter was not sent yet, oldest first. */
  readonly queue: Set<Asked>;
  /** Resolves to the answer. `take` sends the request to the adapter or queues it. */
  open(request: Request, signal: AbortSignal, take: (asked: Asked) => void): Promise<Answer>;
  settle(asked: Asked, answer: Answer): void;
  /** All requests that are queued or in flight. */
  pending(): Asked[];
}

export function openRequests(): Requests {
  const queue = new Set<Asked>();
  const pending = openBag<Asked>();
  const heeded = new WeakSet<AbortSignal>();

  /** Adds one listener for a signal, however many requests it may cancel. */
  function heed(signal: AbortSignal): void {
    if (heeded.has(signal)) return;
    heeded.add(signal);
    signal.addEventListener('abort', () => {
      for (const asked of pending.items()) {
        if (asked.signal !== signal) continue;
        asked.left = true;
        queue.delete(asked);
        pending.remove(asked);
        asked.leave(signal.reason);
      }
    });
  }

  return {
    queue,
    open(request, signal, take) {
      heed(signal);
      return new Promise((settle, leave) => {
        const asked: Asked = { request, signal, settle, leave, left: false, place: -1 };
        pending.add(asked);
        take(asked);
      });
    },
    settle(asked, answer) {
      pending.remove(asked);
      asked.settle(answer);
    },
    pending: pending.items,
  };
}
