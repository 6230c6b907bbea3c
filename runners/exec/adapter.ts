import { Unclaimed } from '../../suites/case.js';
import type { Answer, Request } from '../../suites/codec.js';
import { openBag } from './bag.js';
import { WINDOW } from './flight.js';
import { type Life, type Limits, type Listener, type Loss, NoHello, startLife } from './life.js';
import type { Hello } from './protocol.js';

export interface Adapter {
  /** Of the first start; undefined when that came to nothing. */
  readonly hello: Hello | undefined;
  /** Why there was no hello. */
  readonly failure: NoHello | undefined;
  ask(request: Request, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

interface Asked {
  readonly request: Request;
  readonly signal: AbortSignal;
  readonly settle: (answer: Answer) => void;
  readonly leave: (reason: unknown) => void;
  /** Nobody waits for the answer any more. */
  left: boolean;
  /** Where it lies among the pending. */
  place: number;
}

/** Losses in a row within a structure, after which the rest of it is not asked. */
const STRIKES = 3;
/** Ends in a row with nothing in flight, after which the adapter is not started again. */
const IDLE_ENDS = 3;

export interface StartOptions {
  /** Gives up the start. */
  readonly signal?: AbortSignal | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** Starts the adapter, starts it again when it is lost, and finds the request that loses it. */
export async function startAdapter(
  command: readonly [string, ...string[]],
  limits: Limits,
  { signal, env }: StartOptions = {},
): Promise<Adapter> {
  const queue = new Set<Asked>();
  const pending = openBag<Asked>();
  const heeded = new WeakSet<AbortSignal>();
  const strikes = new Map<string, number>();
  const blocked = new Map<string, string>();
  let idleEnds = 0;
  let hello: Hello | undefined;
  let failure: NoHello | undefined;
  let life: Life<Asked> | undefined;
  let newest: Life<Asked> | undefined;
  let starting: Promise<void> | undefined;
  let searching = false;
  /** Takes the outcome of the one request that is in flight during a search. */
  let alone: ((outcome: Answer) => void) | undefined;
  /** Why nothing more is asked. */
  let over: string | undefined;

  const listener: Listener<Asked> = {
    answered(answers) {
      idleEnds = 0;
      for (const [asked, answer] of answers) {
        if (alone) alone(answer);
        else settle(asked, answer);
      }
      if (!searching) pump();
    },
    lost(loss, unanswered, guilty) {
      life = undefined;
      if (unanswered.length === 0) idle(loss);
      else if (alone) alone(loss);
      else void search(loss, unanswered, guilty);
    },
  };

  function settle(asked: Asked, answer: Answer): void {
    const { structure } = asked.request;
    if ('lost' in answer) strike(structure, answer);
    else if (!('blocked' in answer)) strikes.delete(structure);
    pending.remove(asked);
    asked.settle(answer);
  }

  function strike(structure: string, { lost, detail }: Pick<Loss, 'lost' | 'detail'>): void {
    const count = (strikes.get(structure) ?? 0) + 1;
    strikes.set(structure, count);
    if (count < STRIKES) return;
    blocked.set(structure, `lost ${count} times in a row in ${structure}, the last time: ${lost}: ${detail}`);
  }

  function idle({ lost, detail }: Loss): void {
    if (++idleEnds >= IDLE_ENDS) over = `${lost} with nothing in flight, ${idleEnds} times: ${detail}`;
  }

  async function start(): Promise<void> {
    const next = startLife<Asked>(command, limits, listener, env);
    newest = next;
    try {
      const said = await next.ready;
      hello ??= said;
      life = next;
    } catch (reason) {
      failure = reason instanceof NoHello ? reason : new NoHello(String(reason), '');
      over ??= failure.message;
    }
    starting = undefined;
  }

  function begin(): Promise<void> {
    starting ??= start();
    return starting;
  }

  function pump(): void {
    if (over !== undefined) {
      for (const asked of queue) settle(asked, { blocked: over });
      queue.clear();
    } else if (!life) {
      if (queue.size > 0) void begin().then(pump);
    } else {
      for (const asked of queue) {
        if (life.waiting >= WINDOW) return;
        queue.delete(asked);
        put(asked, life);
      }
    }
  }

  function put(asked: Asked, to: Life<Asked>): void {
    const reason = blocked.get(asked.request.structure);
    if (reason === undefined) to.ask(asked, asked.request);
    else settle(asked, { blocked: reason });
  }

  /** A loss is believed of a request only where nothing else had been asked before it. */
  async function askAlone(asked: Asked): Promise<Answer> {
    for (;;) {
      const reason = over ?? blocked.get(asked.request.structure);
      if (reason !== undefined) return { blocked: reason };
      if (!life) {
        await begin();
        continue;
      }
      const { fresh } = life;
      const outcome = await new Promise<Answer>((resolve) => {
        alone = resolve;
        life?.ask(asked, asked.request);
      });
      alone = undefined;
      if (!('lost' in outcome) || fresh) return outcome;
    }
  }

  /**
   * Asks the suspects again one at a time: who loses the adapter alone is charged, the others get their answers. Where
   * nobody does, the oldest is charged all the same: a crash that does not repeat is no pass.
   */
  async function search(loss: Loss, unanswered: readonly Asked[], guilty?: Asked): Promise<void> {
    searching = true;
    const suspects = unanswered.filter((asked) => !asked.left);
    const culprit = guilty ?? (unanswered.length === 1 ? suspects[0] : undefined);
    let found = suspects.length < unanswered.length || culprit !== undefined;
    let first: Answer | undefined;
    if (culprit && !culprit.left) settle(culprit, loss);
    for (const suspect of suspects) {
      if (suspect === culprit || suspect.left) continue;
      const answer = await askAlone(suspect);
      found ||= 'lost' in answer;
      if (suspect === suspects[0] && !('lost' in answer)) first = answer;
      else settle(suspect, answer);
    }
    const [oldest] = suspects;
    if (oldest && first) settle(oldest, found ? first : unrepeated(loss, unanswered.length));
    searching = false;
    pump();
  }

  /** One listener for a signal, however many requests it may cancel. */
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

  const cancel = () => void newest?.close();
  const begun = begin();
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel);
  await begun;
  signal?.removeEventListener('abort', cancel);
  const claims = new Map(Object.entries(hello?.structures ?? {}));

  return {
    hello,
    failure,
    ask(request, signal) {
      const { structure, op } = request;
      if (hello && !claims.get(structure)?.includes(op)) {
        const what = claims.has(structure) ? `${structure} ${op}` : structure;
        return Promise.reject(new Unclaimed(`the adapter does not claim ${what}`));
      }
      if (signal.aborted) return Promise.reject(signal.reason);
      heed(signal);
      return new Promise((settle, leave) => {
        const asked: Asked = { request, signal, settle, leave, left: false, place: -1 };
        pending.add(asked);
        if (!searching && queue.size === 0 && life && life.waiting < WINDOW) put(asked, life);
        else {
          queue.add(asked);
          if (!searching) pump();
        }
      });
    },
    async close() {
      over = 'the target was closed';
      for (const asked of pending.items()) settle(asked, { blocked: over });
      queue.clear();
      await newest?.close();
    },
  };
}

function unrepeated(loss: Loss, inFlight: number): Loss {
  return { ...loss, detail: `${loss.detail}, with ${inFlight} in flight and not again with one` };
}
