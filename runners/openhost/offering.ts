/** A fresh client that puts an offer, right or wrong, where a daemon looks, and waits for what comes of it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Identity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate, stolen } from '../../reference/openhost/peers/rtc/certificate.js';
import type { Offering } from '../../reference/openhost/peers/rtc/session.js';
import type { Offered, OfferShape } from '../../suites/openhost/port.js';
import { type Admission, admitted, unanswered } from './admission.js';
import { awaitAnswer, type Seen } from './awaiting.js';
import { compose, openSession, put } from './composing.js';
import type { Deployment } from './deployment.js';
import { asFreshClient, inTurn, type Queueing } from './one_at_a_time.js';

export interface Made {
  readonly identity: Identity;
  readonly session: Offering;
  readonly offered: Offered;
}

/** What an offer is for: a connection needs its answer; of the others, either may come, and a right offer follows silence. */
export type Awaited = 'connection' | 'answer' | 'silence';

/** Silence is waited for beside other silences; whoever awaits an answer does so in turn. */
export async function makeOffer(
  deployment: Deployment,
  context: Queueing,
  shape: OfferShape,
  awaited: Awaited,
  /** The offer of which everybody knows that it is right. */
  known: OfferShape = {},
): Promise<Made> {
  const admission = await admitted(deployment, context);
  return asFreshClient(deployment, shape.unpaired === true, (identity) =>
    offerAs(deployment, { ...context, admission }, identity, [shape, known], awaited),
  );
}

/** What comes of an offer that was answered when it comes again. */
export async function replayOffer(deployment: Deployment, context: Queueing): Promise<'answered' | 'silent'> {
  const admission = await admitted(deployment, context);
  return asFreshClient(deployment, false, (identity) =>
    replayAs(deployment, { ...context, admission }, identity),
  );
}

type Admitted = Queueing & { readonly admission: Admission };

async function offerAs(
  deployment: Deployment,
  context: Admitted,
  identity: Identity,
  [shape, known]: readonly [OfferShape, OfferShape],
  awaited: Awaited,
): Promise<Made> {
  const own = createDtlsCertificate();
  const shown =
    shape.certificate === 'stolen'
      ? stolen(own)
      : shape.certificate === 'other'
        ? createDtlsCertificate()
        : own;
  const { looked, silence, patience } = deployment;
  const { signal, admission } = context;
  const session = await openSession(deployment, shown, shape);
  const made = (seen: Seen, since: number): Made => ({
    identity,
    session,
    offered: { ...seen, took: performance.now() - since },
  });
  const first = async (): Promise<Made | undefined> => {
    const sent = compose(deployment, identity, session, own, shape);
    await put(deployment, identity, sent.value, shape.age);
    const since = performance.now();
    const refusable = awaited !== 'connection';
    if (refusable) await looked?.();
    const within = refusable ? (looked ? 0 : silence) : patience;
    const seen = await awaitAnswer(deployment, identity, sent.hash, { patience: within, signal });
    if (seen !== 'silent') return made(seen, since);
    if (!refusable) throw unanswered(deployment, admission, 'the daemon does not answer a right offer');
    return undefined;
  };
  const second = async (): Promise<Made> => {
    if (shape.unpaired) await deployment.pair(identity);
    const right = compose(deployment, identity, session, own, known);
    await put(deployment, identity, right.value);
    const seen = await awaitAnswer(deployment, identity, right.hash, { patience, signal });
    if (seen !== 'silent') return { identity, session, offered: 'silent' };
    throw unanswered(
      deployment,
      admission,
      'the daemon does not answer a right offer either: refused or slow, nobody can tell',
    );
  };
  const turn = <T>(act: () => Promise<T>) => inTurn(deployment, context, act);
  try {
    if (awaited === 'silence' && !looked) return (await first()) ?? (await turn(second));
    return await turn(async () => (await first()) ?? second());
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function replayAs(
  deployment: Deployment,
  context: Admitted,
  identity: Identity,
): Promise<'answered' | 'silent'> {
  const own = createDtlsCertificate();
  const { looked, silence, patience } = deployment;
  const { signal, admission } = context;
  const session = await openSession(deployment, own, {});
  try {
    return await inTurn(deployment, context, async () => {
      const sent = compose(deployment, identity, session, own, {});
      await put(deployment, identity, sent.value);
      const first = await awaitAnswer(deployment, identity, sent.hash, { patience, signal });
      if (first === 'silent')
        throw unanswered(deployment, admission, 'the daemon does not answer a right offer');
      const again = { signal, known: first };
      // What a daemon throttles is no refusal.
      if (!looked) await delay(silence, undefined, { signal });
      await put(deployment, identity, sent.value);
      await looked?.();
      const within = looked ? 0 : silence;
      const second = await awaitAnswer(deployment, identity, sent.hash, { patience: within, ...again });
      if (second !== 'silent') return 'answered';
      const control = compose(deployment, identity, session, own, {});
      await put(deployment, identity, control.value);
      const other = await awaitAnswer(deployment, identity, control.hash, { patience, ...again });
      if (other !== 'silent') return 'silent';
      throw unanswered(
        deployment,
        admission,
        'the daemon does not answer another offer of the same client either',
      );
    });
  } finally {
    await session.close();
  }
}
