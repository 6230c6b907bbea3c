/** A new client that publishes a valid or invalid offer and waits for the outcome. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Identity } from '../../reference/openhost/peers/identity.js';
import type { Offering } from '../../reference/openhost/peers/rtc/session.js';
import { Unclaimed } from '../../suites/case.js';
import type { Answered, Offered, OfferShape } from '../../suites/openhost/port.js';
import { admitted, unanswered } from './admission.js';
import { lasting, type Waiting } from './awaiting.js';
import { answerTo, compose, type Sender } from './composing.js';
import type { Deployment } from './deployment.js';
import { asFreshClient } from './fresh_client.js';
import type { Admission } from './gate.js';
import type { Queueing } from './one_at_a_time.js';
import { THROTTLED } from './pace.js';
import { holdsTwo } from './room.js';

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

/** Cases wait for silence in parallel, if the packet has room for two answers, but for answers one after the other. */
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
    return asFreshClient(deployment, context, shape, async (sender) => {
      const { identity, session } = sender;
      const offered = await offerAs({ deployment, context, admission, sender }, shape, wanted);
      return { identity, session, offered };
    });
  });
}

/** The outcome of an answered offer that is published again. */
export function replayOffer(deployment: Deployment, context: Queueing): Promise<'answered' | 'silent'> {
  return inItsOwnTime(context, async () => {
    const admission = await admitted(deployment, context);
    return asFreshClient(deployment, context, {}, async (sender) => {
      const outcome = await replayAs({ deployment, context, admission, sender });
      await sender.session.close();
      return outcome;
    });
  });
}

/** Waits for an answer have limits that follow the pace of the daemon. The deadline of the case does not depend on it. */
const inItsOwnTime = <T>({ inQueue }: Queueing, act: () => Promise<T>): Promise<T> => inQueue(act());

/** A client that may make its offers now. */
interface Offerer {
  readonly deployment: Deployment;
  readonly context: Queueing;
  readonly admission: Admission | undefined;
  readonly sender: Sender;
}

async function offerAs(
  offerer: Offerer,
  shape: OfferShape,
  { awaited, known = {}, before }: Wanted,
): Promise<Offered> {
  const { deployment, context, sender } = offerer;
  const { pace } = deployment;
  const send = async (one: OfferShape, over: Waiting['over']): Promise<Answered | undefined> => {
    const offered = await outcomeOf(offerer, one, over);
    if (offered === 'silent') return undefined;
    pace.answered(sender.identity.name, offered.took);
    deployment.holdsTwo.replace(holdsTwo(offered));
    return offered;
  };
  const first = async (): Promise<Answered | undefined> => {
    if (awaited !== 'connection') return send(shape, consideredBy(offerer, shape));
    const answered = await send(shape, lasting(pace.patience()));
    if (answered === undefined) throw noAnswer(offerer, 'a valid offer');
    return answered;
  };
  const second = async (): Promise<'silent'> => {
    if (shape.unpaired) await deployment.pair(sender.identity, context.signal);
    if ((await send(known, lasting(pace.patience()))) === undefined) {
      throw noAnswer(offerer, 'a valid offer either, so it may be slow instead of rejecting the offer');
    }
    return 'silent';
  };
  const turn = <T>(act: () => Promise<T>) => deployment.inTurn(context, act);
  if (before) await turn(() => introduce(offerer, before));
  // An answer that must not come could be removed for another one, before anybody sees it.
  const besideOthers = !deployment.alone && deployment.holdsTwo.value() !== false;
  if (awaited === 'silence' && besideOthers) return (await first()) ?? (await turn(second));
  return turn(async () => (await first()) ?? second());
}

/** Publishes an offer of this shape, and waits for its answer. */
const outcomeOf = (
  { deployment, context: { signal }, sender }: Offerer,
  shape: OfferShape,
  over: Waiting['over'],
): Promise<Offered> =>
  answerTo(deployment, sender.identity, compose(deployment, sender, shape), { over, signal, age: shape.age });

/** Resolves when the daemon has processed the offer of this client. */
const consideredBy =
  ({ deployment, sender }: Offerer, shape: OfferShape): Waiting['over'] =>
  (signal) =>
    deployment.pace.considered({ name: sender.identity.name, watched: shape.unpaired !== true }, signal);

const noAnswer = ({ deployment, admission }: Offerer, which: string) =>
  unanswered(deployment, admission, `the daemon does not answer ${which}`);

/** Makes an offer that the daemon has to answer, so that the next one is a later offer of this client. */
async function introduce(offerer: Offerer, shape: OfferShape): Promise<void> {
  const offered = await outcomeOf(offerer, shape, lasting(offerer.deployment.pace.patience()));
  if (offered === 'silent') throw noAnswer(offerer, 'a valid offer');
  await untilUnthrottled(offerer);
}

/** An offer over the rate limit is not a rejected one. */
async function untilUnthrottled({ deployment, context: { signal } }: Offerer): Promise<void> {
  if (!deployment.alone) await delay(THROTTLED, undefined, { signal });
}

function replayAs(offerer: Offerer): Promise<'answered' | 'silent'> {
  const { deployment, context, sender } = offerer;
  const { signal } = context;
  return deployment.inTurn(context, async () => {
    const patient = lasting(deployment.pace.patience());
    const offer = compose(deployment, sender, {});
    const publish = (over: Waiting['over']) => answerTo(deployment, sender.identity, offer, { over, signal });
    if ((await publish(patient)) === 'silent') throw noAnswer(offerer, 'a valid offer');
    await untilUnthrottled(offerer);
    if ((await publish(consideredBy(offerer, {}))) !== 'silent') return 'answered';
    if ((await outcomeOf(offerer, {}, patient)) !== 'silent') return 'silent';
    throw noAnswer(offerer, 'another offer of the same client either');
  });
}
