/** A new client that publishes a valid or invalid offer and waits for the outcome. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Identity } from '../../reference/openhost/peers/identity.js';
import {
  createDtlsCertificate,
  type DtlsCertificate,
  stolen,
} from '../../reference/openhost/peers/rtc/certificate.js';
import type { Offering } from '../../reference/openhost/peers/rtc/session.js';
import { Unclaimed } from '../../suites/case.js';
import type { Offered, OfferShape } from '../../suites/openhost/port.js';
import { type Admission, admitted, unanswered } from './admission.js';
import { awaitAnswer, lasting, type Seen } from './awaiting.js';
import { compose, openSession, putOffer, type Sender } from './composing.js';
import type { Deployment } from './deployment.js';
import { asFreshClient, inTurn, type Queueing } from './one_at_a_time.js';
import { THROTTLED } from './pace.js';

export interface Made {
  readonly identity: Identity;
  readonly session: Offering;
  readonly offered: Offered;
}

/** The purpose of an offer. A connection needs an answer. The others allow silence, which a valid offer then confirms. */
export type Awaited = 'connection' | 'answer' | 'silence';

export interface Wanted {
  readonly awaited: Awaited;
  /** The control: a valid offer. */
  readonly known?: OfferShape;
  /** A valid offer that the same client makes first. */
  readonly before?: OfferShape;
}

/** Cases wait for silence in parallel, but for answers one after the other. */
export function makeOffer(
  deployment: Deployment,
  context: Queueing,
  shape: OfferShape,
  wanted: Wanted,
): Promise<Made> {
  return inItsOwnTime(context, async () => {
    if (deployment.reuses && shape.age !== undefined) {
      throw new Unclaimed(
        'a relay rejects old packets of a client that was used before; openhostd:COMMAND uses new clients',
      );
    }
    const admission = await admitted(deployment, context);
    return asFreshClient(deployment, context, shape.unpaired === true, (identity) =>
      offerAs(deployment, { ...context, admission, identity }, shape, wanted),
    );
  });
}

/** The outcome of an answered offer that is published again. */
export function replayOffer(deployment: Deployment, context: Queueing): Promise<'answered' | 'silent'> {
  return inItsOwnTime(context, async () => {
    const admission = await admitted(deployment, context);
    const replayed = await asFreshClient(deployment, context, false, (identity) =>
      replayAs(deployment, { ...context, admission, identity }),
    );
    return replayed.seen;
  });
}

/** Waits for an answer have limits that follow the pace of the daemon. The deadline of the case does not depend on it. */
const inItsOwnTime = <T>({ inQueue }: Queueing, act: () => Promise<T>): Promise<T> => inQueue(act());

/** A client that may make its offers now. */
interface Admitted extends Queueing {
  readonly admission: Admission;
  readonly identity: Identity;
}

async function offerAs(
  deployment: Deployment,
  context: Admitted,
  shape: OfferShape,
  { awaited, known = {}, before }: Wanted,
): Promise<Made> {
  const { pace } = deployment;
  const { signal, admission, identity } = context;
  const certificate = createDtlsCertificate();
  const session = await openSession(deployment, shownFor(certificate, shape), shape);
  const sender = { identity, session, certificate };
  const considered = (over: AbortSignal) =>
    pace.considered({ name: identity.name, watched: shape.unpaired !== true }, over);
  const made = (seen: Seen, since: number): Made => {
    const took = performance.now() - since;
    pace.answered(identity.name, took);
    return { identity, session, offered: { ...seen, took } };
  };
  const first = async (): Promise<Made | undefined> => {
    const sent = compose(deployment, sender, shape);
    await putOffer(deployment, identity, sent, { signal, age: shape.age });
    const since = performance.now();
    const refusable = awaited !== 'connection';
    const over = refusable ? considered : lasting(pace.patience());
    const seen = await awaitAnswer(deployment, identity, sent.hash, { over, signal });
    if (seen !== 'silent') return made(seen, since);
    if (!refusable) throw unanswered(deployment, admission, 'the daemon does not answer a valid offer');
    return undefined;
  };
  const second = async (): Promise<Made> => {
    if (shape.unpaired) await deployment.pair(identity, signal);
    const right = compose(deployment, sender, known);
    await putOffer(deployment, identity, right, { signal });
    const over = lasting(pace.patience());
    const since = performance.now();
    const seen = await awaitAnswer(deployment, identity, right.hash, { over, signal });
    if (seen !== 'silent') {
      pace.answered(identity.name, performance.now() - since);
      return { identity, session, offered: 'silent' };
    }
    throw unanswered(
      deployment,
      admission,
      'the daemon does not answer a valid offer either, so it may be slow instead of rejecting the offer',
    );
  };
  const turn = <T>(act: () => Promise<T>) => inTurn(deployment, context, act);
  try {
    if (before) await turn(() => introduce(deployment, context, sender, before));
    if (awaited === 'silence' && !deployment.alone) return (await first()) ?? (await turn(second));
    return await turn(async () => (await first()) ?? second());
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Makes an offer that the daemon has to answer, so that the next one is a later offer of this client. */
async function introduce(
  deployment: Deployment,
  { signal, admission, identity }: Admitted,
  sender: Sender,
  shape: OfferShape,
): Promise<void> {
  const sent = compose(deployment, sender, shape);
  await putOffer(deployment, identity, sent, { signal });
  const over = lasting(deployment.pace.patience());
  const seen = await awaitAnswer(deployment, identity, sent.hash, { over, signal });
  if (seen === 'silent') throw unanswered(deployment, admission, 'the daemon does not answer a valid offer');
  // An offer over the rate limit is not a rejected one.
  if (!deployment.alone) await delay(THROTTLED, undefined, { signal });
}

/** The certificate that the client shows in the handshake. */
function shownFor(own: DtlsCertificate, { certificate }: OfferShape): DtlsCertificate {
  if (certificate === 'stolen') return stolen(own);
  return certificate === 'other' ? createDtlsCertificate() : own;
}

async function replayAs(
  deployment: Deployment,
  context: Admitted,
): Promise<{ seen: 'answered' | 'silent'; session: Offering }> {
  const { pace } = deployment;
  const { signal, admission, identity } = context;
  const patient = lasting(pace.patience());
  const considered = (over: AbortSignal) => pace.considered({ name: identity.name, watched: true }, over);
  const certificate = createDtlsCertificate();
  const session = await openSession(deployment, certificate, {});
  const sender = { identity, session, certificate };
  const silent = (which: string) => unanswered(deployment, admission, `the daemon does not answer ${which}`);
  try {
    const seen = await inTurn(deployment, context, async () => {
      const sent = compose(deployment, sender, {});
      await putOffer(deployment, identity, sent, { signal });
      const first = await awaitAnswer(deployment, identity, sent.hash, { over: patient, signal });
      if (first === 'silent') throw silent('a valid offer');
      // An offer over the rate limit is not a rejected one.
      if (!deployment.alone) await delay(THROTTLED, undefined, { signal });
      await putOffer(deployment, identity, sent, { signal });
      const second = await awaitAnswer(deployment, identity, sent.hash, { over: considered, signal });
      if (second !== 'silent') return 'answered';
      const control = compose(deployment, sender, {});
      await putOffer(deployment, identity, control, { signal });
      const other = await awaitAnswer(deployment, identity, control.hash, { over: patient, signal });
      if (other !== 'silent') return 'silent';
      throw silent('another offer of the same client either');
    });
    return { seen, session };
  } finally {
    await session.close();
  }
}
