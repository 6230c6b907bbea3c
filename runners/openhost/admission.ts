/** Finds out once whether a daemon that may not know us answers at all, before the cases that depend on it. */
import { setTimeout as delay } from 'node:timers/promises';
import { Unreachable } from '../../suites/case.js';
import type { OfferShape } from '../../suites/openhost/port.js';
import { lasting, type Waiting } from './awaiting.js';
import { answerTo, compose, type Sender } from './composing.js';
import type { Deployment } from './deployment.js';
import { asFreshClient } from './fresh_client.js';
import type { Admission } from './gate.js';
import type { Queueing } from './one_at_a_time.js';
import { NotPublished, readPublishedAgain } from './published.js';
import { holdsTwo } from './room.js';

/** An unpaired client gets no answer to any offer. Once that is known, it must not fail every clause. */
export async function admitted(deployment: Deployment, context: Queueing): Promise<Admission | undefined> {
  const { suspects, gate, inTurn } = deployment;
  if (!suspects) return undefined;
  const admission = gate.admission(context.attempt > 1, () =>
    inTurn(context, () => admit(deployment, context, suspects)),
  );
  try {
    await context.inQueue(admission.granted);
  } catch (error) {
    // A busy relay or a case that has ended proves nothing about the daemon.
    if (!(error instanceof NotAdmitted)) gate.forget(admission);
    throw error;
  }
  return admission;
}

/** The daemon answers none of our clients. Every case that needs an answer gets this error. */
class NotAdmitted extends Unreachable {}

const NO_LONGER = 'the daemon answered clients before, and answers no new one now: its log may say why';

/** Milliseconds until the next probe, when the one before has no answer yet. */
const FURTHER = 3000;
/** A daemon answers at least one of these offers, whatever else is wrong with it. */
const KNOCKS: readonly OfferShape[] = [{}, { version: 2, compression: 'none' }, { version: 1 }];

async function admit(
  deployment: Deployment,
  { signal }: Queueing,
  { unanswered, unpublished }: NonNullable<Deployment['suspects']>,
): Promise<void> {
  try {
    await readPublishedAgain(deployment, signal);
  } catch (error) {
    throw error instanceof NotPublished ? new NotAdmitted(unpublished ?? error.message) : error;
  }
  const enough = new AbortController();
  const knocking = AbortSignal.any([signal, enough.signal]);
  const patience = deployment.pace.patience();
  const waiting = { over: lasting(patience), signal: knocking };
  const knocks = KNOCKS.map(async (shape, i) => {
    const after = i === 0 ? 0 : Math.min(FURTHER, patience / 4);
    await delay(after, undefined, { signal: knocking });
    return asFreshClient(deployment, waiting, shape, (sender) => knock(deployment, sender, shape, waiting));
  });
  try {
    if (!(await anyOf(knocks))) throw new NotAdmitted(deployment.gate.hasAdmitted() ? NO_LONGER : unanswered);
  } finally {
    enough.abort();
  }
}

/** Resolves to true as soon as one is true, and to false when all are false. */
const anyOf = (all: readonly Promise<boolean>[]): Promise<boolean> =>
  new Promise((resolve, reject) => {
    let left = all.length;
    for (const one of all) {
      one.then((holds) => {
        left -= 1;
        if (holds || left === 0) resolve(holds);
      }, reject);
    }
  });

/** Whether the daemon answers. A wrong answer is an answer, too. */
async function knock(
  deployment: Deployment,
  sender: Sender,
  shape: OfferShape,
  waiting: Waiting,
): Promise<boolean> {
  const { identity, session } = sender;
  const offered = await answerTo(deployment, identity, compose(deployment, sender, shape), waiting);
  await session.close();
  if (offered === 'silent') return false;
  deployment.pace.answered(identity.name, offered.took);
  deployment.holdsTwo.replace(holdsTwo(offered));
  return true;
}

/** The daemon may have stopped since. The next case that needs an answer checks again. */
export function unanswered({ gate }: Deployment, admission: Admission | undefined, why: string): Unreachable {
  gate.forget(admission);
  return new Unreachable(why);
}
