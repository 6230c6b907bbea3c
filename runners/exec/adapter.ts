import { Unclaimed } from '../../suites/case.js';
import type { Answer, Request } from '../../suites/codec.js';
import { openAlone } from './alone.js';
import { openCharges } from './charges.js';
import { type Dispatch, openDispatch } from './dispatch.js';
import { startGroup } from './group.js';
import { beginLife, type Limits, type NoHello } from './life.js';
import { openLives } from './lives.js';
import type { Hello } from './protocol.js';
import { type Asked, openRequests } from './requests.js';

export interface Adapter {
  /** What the adapter said at its first start; undefined if it failed. */
  readonly hello: Hello | undefined;
  /** Why no hello came at the last failed start. */
  readonly failure: NoHello | undefined;
  ask(request: Request, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

export interface StartOptions {
  /** Aborts the start. */
  readonly signal?: AbortSignal | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** After so many losses in a row within a structure, its other requests are blocked. */
  readonly strikes?: number;
}

/** Starts the adapter, restarts it when it is lost, and finds the request that causes the loss. */
export async function startAdapter(
  command: readonly [string, ...string[]],
  limits: Limits,
  { signal, env, strikes }: StartOptions = {},
): Promise<Adapter> {
  const requests = openRequests();
  const charges = openCharges(strikes);
  const lives = openLives(
    () => beginLife<Asked>(startGroup(command, env), limits, dispatch.listener),
    charges,
  );
  const dispatch: Dispatch = openDispatch(requests, charges, lives, openAlone(charges, lives));

  const cancel = () => void lives.close();
  const begun = lives.begin();
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel);
  await begun;
  signal?.removeEventListener('abort', cancel);

  const { hello, failure } = lives;
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
      return requests.open(request, signal, dispatch.take);
    },
    async close() {
      dispatch.end(charges.close());
      await lives.close();
    },
  };
}
