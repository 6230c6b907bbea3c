import { settled } from '../../reference/settled.js';
import type { Context } from '../../suites/model.js';

export type Queueing = Pick<Context, 'inQueue' | 'signal' | 'attempt'>;

export type InTurn = <T>(context: Queueing, act: () => Promise<T>) => Promise<T>;

/** Runs one offer at a time: a packet holds about two answers, and a further one would evict this one. */
export function oneAtATime(): InTurn {
  let last = Promise.resolve();
  return async ({ inQueue, signal }, act) => {
    const before = last;
    const { promise, resolve: done } = settled();
    last = promise;
    await inQueue(before);
    try {
      signal.throwIfAborted();
      return await act();
    } finally {
      done();
    }
  };
}
