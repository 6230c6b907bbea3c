/** The two forms of a case that publishes an offer. */
import type { Case } from '../model.js';
import { expectAnswer, expectNoAnswer } from './answered.js';
import { daemonCase } from './daemon_case.js';
import type { OfferShape } from './port.js';

/** An offer that the daemon has to answer. */
export const getsAnswer = (
  slug: string,
  title: string,
  why: string,
  requires: readonly string[],
  shape: OfferShape,
  /** A simpler offer, which tells a daemon that does not answer this offer from one that answers none. */
  known?: OfferShape,
): Case =>
  daemonCase({
    id: `openhost/3.3/${slug}`,
    title,
    why,
    requires,
    expects: 'service',
    async run(context) {
      expectAnswer(context, await context.openhost.offer(shape, known));
    },
  });

/** An offer that gets no answer, while a valid offer of the same client does. */
export const getsNoAnswer = (
  slug: string,
  title: string,
  why: string,
  requires: readonly string[],
  shape: OfferShape,
  /** The case of the nearest valid offer. */
  control = 'v3',
  /** A valid offer that the same client makes first. */
  before?: OfferShape,
): Case =>
  daemonCase({
    id: `openhost/3.3/${slug}`,
    title,
    why,
    requires,
    expects: 'refusal',
    control: `openhost/3.3/${control}`,
    async run(context) {
      expectNoAnswer(context, await context.openhost.offerWrong(shape, before));
    },
  });
