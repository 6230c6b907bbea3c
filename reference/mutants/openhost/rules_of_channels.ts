/** The mutants of each rule of a daemon in sections 3 step 9 to 5, from the channel binding to the service. */
import type { Frame } from '../../openhost/frame.js';
import type { BindingRules, ChannelRules, ServiceRules } from '../../openhost/peers/daemon/rules.js';
import { permits } from '../kinds.js';
import { byHand, none, type RuleTable } from '../systematic.js';
import type { OpenhostMutant } from './mutant.js';

const FORM = 'It judges a form, and no event comes before.';
const NO_OPPOSITE = 'It has no opposite.';
const ONE_PROOF = 'A channel has one proof: the second time does not come.';

export const bindingRules: RuleTable<BindingRules, OpenhostMutant> = {
  nonce: {
    clause: ['3-7'],
    dropped: byHand('waits-for-the-client', 'zero-nonce'),
    inverted: none(NO_OPPOSITE),
    late: byHand('constant-nonce'),
  },
  authMessage: {
    clause: ['3-10'],
    dropped: byHand('nonce-not-bound'),
    inverted: byHand('keys-exchanged'),
    late: none(ONE_PROOF),
  },
  isOfferer: {
    clause: ['3-8', '3-11'],
    kind: permits(),
    dropped: byHand('any-proven-key'),
    inverted: 'Rejects the proof of the key that made the offer, and accepts one of another key.',
    late: none(ONE_PROOF),
  },
  verifyAuthClient: {
    clause: ['3-11'],
    kind: permits(),
    dropped: 'Accepts any signature beside the key of the offer.',
    inverted: {
      what: 'Accepts only signatures of a client that do not verify.',
      clause: ['3-8', '3-9'],
    },
    late: none(ONE_PROOF),
  },
  disconnects: {
    clause: ['3-6'],
    dropped: byHand('keeps-the-connection'),
    inverted: none('In the text it always says yes, so this is where it is dropped.'),
    late: none('A binding fails once.'),
  },
};

export const channelRules: RuleTable<ChannelRules, OpenhostMutant> = {
  readFrames: {
    clause: ['4-13'],
    dropped: byHand('first-frame-of-a-message', 'refuses-legacy-frames'),
    inverted: byHand('frame-for-a-message'),
    late: {
      what: 'Reads each frame behind the binding only when the next one comes.',
      as: (rule) => (emit) => {
        let seen = 0;
        let held: Frame | undefined;
        return rule((frame) => {
          if (seen++ === 0) return emit(frame);
          if (held) emit(held);
          held = frame;
        });
      },
      clause: ['4-18'],
      facts: { silent: true },
    },
  },
  writeFrame: {
    clause: ['4-15'],
    dropped: byHand('no-pong', 'no-response-end', 'waits-for-the-client'),
    inverted: none(NO_OPPOSITE),
    late: none('The last frame of a response is late for ever: no-response-end.'),
  },
  closeReason: {
    clause: ['3-12', '4-12', '4-16'],
    dropped: byHand(
      'forgives-early-frames',
      'forgives-malformed-frames',
      'forgives-order',
      'forgives-responses',
    ),
    inverted: none(NO_OPPOSITE),
    late: {
      what: 'Forgives the first fault of each kind.',
      as(rule) {
        const met = new Set<string>();
        return (fault) => (met.size === met.add(fault).size ? rule(fault) : undefined);
      },
    },
  },
};

export const serviceRules: RuleTable<ServiceRules, OpenhostMutant> = {
  requestHeaders: {
    clause: ['4-14', '4.1-2'],
    dropped: byHand('drops-unknown-headers', 'upgrade-without-subprotocol'),
    inverted: byHand('keeps-hop-by-hop', 'keeps-named-by-connection', 'keeps-provenance'),
    late: {
      what: 'Forwards the headers of the request before.',
      as(rule) {
        let before: ReturnType<typeof rule> | undefined;
        return (request, outgoing) => {
          const due = rule(request, outgoing);
          const headers = before ?? due;
          before = due;
          return headers;
        };
      },
      clause: ['4-14'],
    },
  },
  serviceMs: {
    clause: ['4-15'],
    dropped: none('The text has no such time.'),
    inverted: none('A number has no opposite.'),
    late: byHand('hurries-the-service'),
  },
  acceptsPaths: {
    clause: ['4.2-3'],
    dropped: byHand('forgives-an-empty-list'),
    inverted: none('A daemon that rejects its list does not start: no case meets it.'),
    late: none('A configuration is read once.'),
  },
  upgradesPath: {
    clause: ['4.2-1', '4.2-2'],
    kind: permits(),
    dropped: byHand('upgrades-everything'),
    inverted: 'Upgrades only paths that are not listed.',
    late: none(FORM),
  },
  passesStatus: {
    clause: ['4.2-9'],
    kind: permits(),
    dropped: byHand('forgives-refused-upgrades'),
    inverted: {
      what: 'Shows the client 502 for an upgrade that the service accepts.',
      clause: ['4.2-1', '4.2-8', '4.2-9'],
    },
    late: none(FORM),
  },
  earlyBytes: {
    clause: ['4.2-10'],
    dropped: byHand('loses-the-greeting'),
    inverted: none(NO_OPPOSITE),
    late: none('The text does not say how soon.'),
  },
  leaveService: {
    clause: ['4.2-11'],
    dropped: byHand('forgives-a-client-that-leaves'),
    inverted: none(NO_OPPOSITE),
    late: none('The text does not say how soon.'),
  },
  serviceLeft: {
    clause: ['4.2-11'],
    dropped: byHand('forgives-a-service-that-leaves'),
    inverted: none(NO_OPPOSITE),
    late: none('The text does not say how soon.'),
  },
};
