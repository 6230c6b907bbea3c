/** Daemons that are wrong on a channel only after its first request has ended. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { frame, FRAME_TYPES as T } from '../../openhost/frame.js';
import type { DaemonRules } from '../../openhost/peers/daemon/rules.js';
import type { DaemonMutant } from './mutant.js';

/**
 * A mutant or two for each rule of a channel: the others of the same rule fail the same cases. In the first request they fail
 * the same checks as those that are wrong in every request.
 */
const WITH_LATER_REQUESTS: readonly string[] = [
  'forgives-order',
  'forgives-malformed-frames',
  'no-pong',
  'no-response-end',
  'legacy-frames',
  'drops-request-bodies',
  'keeps-provenance',
  'keeps-named-by-connection',
  'drops-unknown-headers',
];

export const inLaterRequests = (mutants: readonly DaemonMutant[]): readonly DaemonMutant[] =>
  mutants
    .filter(({ id }) => WITH_LATER_REQUESTS.includes(id))
    .map((one) => ({
      ...one,
      id: `${one.id}-after-first-request`,
      what: `${one.what.replace(/\.$/, '')}: only after the first request of a channel.`,
      drawnFrom: one.id,
      change: (right) => wrongAfterFirst(right, one.change(right)),
    }));

/** The work for a frame knows by its asynchronous context whether the frame came after the first request. */
function wrongAfterFirst(right: DaemonRules, wrong: DaemonRules): DaemonRules {
  const isLater = new AsyncLocalStorage<boolean>();
  const rules = () => (isLater.getStore() ? wrong : right);
  return {
    ...right,
    closeReason: (fault) => rules().closeReason(fault),
    requestHeaders: (request, outgoing) => rules().requestHeaders(request, outgoing),
    writeFrame: (one) => rules().writeFrame(one),
    readFrames(emit) {
      let ended = false;
      const later = wrong.readFrames(emit);
      const { push } = right.readFrames((one) => {
        isLater.enterWith(ended);
        if (ended) later.push(frame.encode(one));
        else emit(one);
        if (one.type === T.REQUEST_END) ended = true;
      });
      return {
        push(bytes) {
          isLater.enterWith(ended);
          push(bytes);
        },
      };
    },
  };
}
