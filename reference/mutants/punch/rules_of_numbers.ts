/** The mutants of each number among the rules of a broker. */
import type { Limits, Timing } from '../../punch/peers/broker/options.js';
import { byHand, none, noneOf, type RuleTable } from '../systematic.js';
import type { PunchFacts } from './mutant.js';

const ownNumber = noneOf('The RFC names no such number: each broker has its own.');

export const limitRules: RuleTable<Limits, PunchFacts> = {
  sessions: ownNumber,
  streams: ownNumber,
  observers: ownNumber,
  spareSockets: ownNumber,
  sockets: ownNumber,
  bodyBytes: ownNumber,
  messageBytes: ownNumber,
  fragments: { ...ownNumber, inverted: byHand('takes-messages-in-one-frame-only') },
  creations: {
    clause: ['PUNCH-5-4'],
    dropped: byHand('creates-without-limit'),
    inverted: none('A broker that creates nothing is is-free-inverted.'),
    late: byHand('limits-to-twenty'),
  },
  messages: {
    clause: ['PUNCH-6.2-3', 'PUNCH-6.2-6'],
    dropped: byHand('serves-every-message'),
    inverted: none('A broker that takes no message is read-message-inverted.'),
    late: none('The RFC names no number of messages.'),
  },
  counters: ownNumber,
};

export const timingRules: RuleTable<Timing, PunchFacts> = {
  defaultTtl: {
    clause: ['PUNCH-4.3-3'],
    dropped: none('Without a default no session could end.'),
    inverted: none('A number has no opposite.'),
    late: byHand('lives-an-hour-by-default'),
  },
  maxTtl: {
    clause: ['PUNCH-4.3-4'],
    dropped: byHand('lives-as-long-as-it-likes'),
    inverted: none('A number has no opposite.'),
    late: none('A session that may live longer is lives-as-long-as-it-likes.'),
  },
  closingMargin: {
    ...ownNumber,
    late: byHand('expires-three-seconds-late'),
  },
  registration: {
    clause: ['PUNCH-6.2-2'],
    dropped: none('A broker may leave peers open that do not register.'),
    inverted: byHand('wants-registration-in-ten-seconds'),
    late: none('A broker may leave peers open that do not register.'),
  },
  silence: {
    clause: ['PUNCH-6.3-2'],
    dropped: byHand('never-buries-the-dead'),
    inverted: byHand('buries-the-living'),
    late: { what: 'A dead peer is closed after three minutes.', as: (silence) => 2 * silence },
  },
  ping: noneOf('The RFC has no broker that pings.'),
  sweep: noneOf('The RFC does not say how often a broker looks for the dead.'),
};
