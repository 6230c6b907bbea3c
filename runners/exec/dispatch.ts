import type { Answer, Request } from '../../suites/codec.js';
import { Alone } from './alone.js';
import type { Asked } from './asked.js';
import type { Charges } from './charges.js';
import type { Life, Listener, Loss } from './life.js';
import type { Lives } from './lives.js';
import { type Means, search } from './search.js';

/** Requests in flight at once. */
export const WINDOW = 64;

/** Sends requests to the adapter while its window has room, and gives each request its answer. */
export class Dispatch implements Listener<Asked> {
  /** The requests that the adapter was not sent yet, oldest first. */
  readonly queue = new Set<Asked>();
  /** The requests among which a search looks for the cause of a loss. During a search all new requests wait in the queue. */
  private suspects: readonly Asked[] = [];
  private readonly alone: Alone;
  private readonly heeded = new WeakSet<AbortSignal>();

  constructor(
    private readonly charges: Charges,
    private readonly lives: Lives,
  ) {
    this.alone = new Alone(charges, lives);
  }

  /** Sends the request to the adapter, or queues it. */
  ask(request: Request, signal: AbortSignal): Promise<Answer> {
    this.heed(signal);
    return new Promise((settle, leave) => {
      this.take({ request, signal, settle, leave, over: false });
    });
  }

  answered(answers: readonly (readonly [Asked, Answer])[]): void {
    this.charges.alive();
    for (const [asked, answer] of answers) if (!this.alone.take(answer)) this.settle(asked, answer);
    if (!this.searching) this.pump();
  }

  async lost(loss: Loss, unanswered: readonly Asked[], guilty?: Asked): Promise<void> {
    this.lives.current = undefined;
    if (unanswered.length === 0) return this.charges.idle(loss);
    if (this.alone.take(loss)) return;
    this.suspects = unanswered;
    const means: Means = {
      ask: (asked) => this.alone.ask(asked),
      settle: (asked, answer) => this.settle(asked, answer),
    };
    await search(means, loss, unanswered, guilty);
    this.suspects = [];
    this.pump();
  }

  /** Blocks all requests that wait for an answer, and each later one. */
  end(reason: string): void {
    this.charges.over = reason;
    this.block(reason, this.waiting());
  }

  private get searching(): boolean {
    return this.suspects.length > 0;
  }

  /** All requests without an answer whose case still waits. */
  private waiting(): Asked[] {
    const inFlight = this.lives.current?.unanswered() ?? [];
    return [...this.queue, ...inFlight, ...this.suspects].filter(({ over }) => !over);
  }

  /** Adds one listener for a signal, however many requests it may cancel. */
  private heed(signal: AbortSignal): void {
    if (this.heeded.has(signal)) return;
    this.heeded.add(signal);
    signal.addEventListener('abort', () => {
      for (const asked of this.waiting()) {
        if (asked.signal !== signal) continue;
        asked.over = true;
        this.queue.delete(asked);
        asked.leave(signal.reason);
      }
    });
  }

  private take(asked: Asked): void {
    const life = this.lives.current;
    if (!this.searching && this.queue.size === 0 && life && life.waiting < WINDOW) {
      this.put(asked, life);
      return;
    }
    this.queue.add(asked);
    if (!this.searching) this.pump();
  }

  private pump(): void {
    if (this.charges.over !== undefined) {
      this.block(this.charges.over, this.queue);
      return;
    }
    const life = this.lives.current;
    if (!life) {
      if (this.queue.size > 0) void this.lives.begin().then(() => this.pump());
      return;
    }
    for (const asked of this.queue) {
      if (life.waiting >= WINDOW) return;
      this.queue.delete(asked);
      this.put(asked, life);
    }
  }

  private put(asked: Asked, to: Life<Asked>): void {
    const reason = this.charges.refusal(asked.request.structure);
    if (reason === undefined) to.ask(asked, asked.request);
    else this.settle(asked, { blocked: reason });
  }

  private block(reason: string, waiting: Iterable<Asked>): void {
    for (const asked of waiting) this.settle(asked, { blocked: reason });
    this.queue.clear();
  }

  private settle(asked: Asked, answer: Answer): void {
    const { structure } = asked.request;
    if ('lost' in answer) this.charges.strike(structure, answer);
    else if (!('blocked' in answer)) this.charges.clear(structure);
    asked.over = true;
    asked.settle(answer);
  }
}
