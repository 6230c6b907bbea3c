import type { Identity } from '../../reference/openhost/peers/identity.js';
import type { Session } from '../../reference/openhost/peers/rtc/session.js';
import { settled } from '../../reference/settled.js';
import type { Context } from '../../suites/model.js';
import type { Deployment } from './deployment.js';

export type Queueing = Pick<Context, 'inQueue' | 'signal' | 'attempt'>;

/** Runs one offer at a time: a packet holds about two answers, and a further one would evict this one. */
export async function inTurn<T>(
  deployment: Deployment,
  { inQueue, signal }: Queueing,
  act: () => Promise<T>,
): Promise<T> {
  const turn = deployment.turn;
  const { promise, resolve: done } = settled();
  deployment.turn = promise;
  await inQueue(turn);
  try {
    signal.throwIfAborted();
    return await act();
  } finally {
    done();
  }
}

/** `act` returns the session of its offers. */
export async function asFreshClient<T extends { readonly session: Pick<Session, 'ended'> }>(
  deployment: Deployment,
  { signal }: Pick<Queueing, 'signal'>,
  unpaired: boolean,
  act: (identity: Identity) => Promise<T>,
): Promise<T> {
  const identity = await deployment.client(unpaired, signal);
  let over: Promise<unknown> | undefined;
  try {
    const made = await act(identity);
    over = made.session.ended;
    return made;
  } finally {
    deployment.release(identity, over);
  }
}
