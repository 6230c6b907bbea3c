/** The two forms of a case that publishes an offer. */
import type { Case } from '../model.js';
import { expectAnswer, expectNoAnswer } from './answered.js';
import { type DaemonGrounds, daemonCase } from './daemon_case.js';
import type { OfferShape } from './port.js';

interface ValidOffer extends DaemonGrounds {
  readonly offer: OfferShape;
  /** A simpler offer, which tells a daemon that does not answer this offer from one that answers none. */
  readonly known?: OfferShape;
}

/** An offer that the daemon has to answer. */
export const getsAnswer = (slug: string, what: string, { offer, known, ...grounds }: ValidOffer): Case =>
  daemonCase({
    ...grounds,
    id: `openhost/3.3/${slug}`,
    title: `${what} gets an answer`,
    expects: 'service',
    async run(context) {
      expectAnswer(context, await context.openhost.offer(offer, known));
    },
  });

export interface Rejected extends DaemonGrounds {
  /** The case of the nearest valid offer. */
  readonly control?: string;
}

interface WrongOffer extends Rejected {
  readonly offer: OfferShape;
  /** A valid offer that the same client makes first. */
  readonly before?: OfferShape;
}

/** An offer that gets no answer, while a valid offer of the same client does. */
export const getsNoAnswer = (
  slug: string,
  what: string,
  { offer, before, control = 'v3', ...grounds }: WrongOffer,
): Case =>
  daemonCase({
    ...grounds,
    id: `openhost/3.3/${slug}`,
    title: `${what} gets no answer`,
    expects: 'refusal',
    control: `openhost/3.3/${control}`,
    async run(context) {
      expectNoAnswer(context, await context.openhost.offerWrong(offer, before));
    },
  });
