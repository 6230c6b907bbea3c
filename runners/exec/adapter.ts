import { Unclaimed } from '../../suites/case.js';
import type { Answer, Request } from '../../suites/codec.js';
import type { Asked } from './asked.js';
import { Charges } from './charges.js';
import { Dispatch } from './dispatch.js';
import { startGroup } from './group.js';
import { beginLife, type Limits, type NoHello } from './life.js';
import { Lives } from './lives.js';
import type { Hello } from './protocol.js';

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
  const charges = new Charges(strikes);
  const lives = new Lives(() => beginLife<Asked>(startGroup(command, env), limits, dispatch), charges);
  const dispatch = new Dispatch(charges, lives);

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
      return dispatch.ask(request, signal);
    },
    async close() {
      dispatch.end('the target was closed');
      await lives.close();
    },
  };
}
