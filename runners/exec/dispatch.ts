/** Sends requests to the adapter while its window has room, and gives each request its answer. */
import type { Answer } from '../../suites/codec.js';
import type { Alone } from './alone.js';
import type { Charges } from './charges.js';
import { WINDOW } from './flight.js';
import type { Life, Listener } from './life.js';
import type { Lives } from './lives.js';
import type { Asked, Requests } from './requests.js';
import { search } from './search.js';

export interface Dispatch {
  readonly listener: Listener<Asked>;
  /** Sends the request to the adapter, or queues it. */
  take(asked: Asked): void;
  /** Blocks all requests that wait for an answer. */
  end(reason: string): void;
}

export function openDispatch(requests: Requests, charges: Charges, lives: Lives, alone: Alone): Dispatch {
  const { queue } = requests;
  /** During a search all new requests wait in the queue. */
  let searching = false;

  function settle(asked: Asked, answer: Answer): void {
    const { structure } = asked.request;
    if ('lost' in answer) charges.strike(structure, answer);
    else if (!('blocked' in answer)) charges.clear(structure);
    requests.settle(asked, answer);
  }

  function end(reason: string, waiting: Iterable<Asked>): void {
    for (const asked of waiting) settle(asked, { blocked: reason });
    queue.clear();
  }

  function put(asked: Asked, to: Life<Asked>): void {
    const reason = charges.refusal(asked.request.structure);
    if (reason === undefined) to.ask(asked, asked.request);
    else settle(asked, { blocked: reason });
  }

  function pump(): void {
    if (charges.over !== undefined) {
      end(charges.over, queue);
      return;
    }
    const life = lives.current;
    if (!life) {
      if (queue.size > 0) void lives.begin().then(pump);
      return;
    }
    for (const asked of queue) {
      if (life.waiting >= WINDOW) return;
      queue.delete(asked);
      put(asked, life);
    }
  }

  return {
    listener: {
      answered(answers) {
        charges.alive();
        for (const [asked, answer] of answers) if (!alone.take(answer)) settle(asked, answer);
        if (!searching) pump();
      },
      async lost(loss, unanswered, guilty) {
        lives.lost();
        if (unanswered.length === 0) return charges.idle(loss);
        if (alone.take(loss)) return;
        searching = true;
        await search({ ask: alone.ask, settle }, loss, unanswered, guilty);
        searching = false;
        pump();
      },
    },
    take(asked) {
      const life = lives.current;
      if (!searching && queue.size === 0 && life && life.waiting < WINDOW) return put(asked, life);
      queue.add(asked);
      if (!searching) pump();
    },
    end: (reason) => end(reason, requests.pending()),
  };
}
