/** The mutants of each rule of a client. */
import { NONCE } from '../../openhost/binding.js';
import type { Frame } from '../../openhost/frame.js';
import type { ConnectionRules } from '../../openhost/peers/client/connection_rules.js';
import type {
  AnswerRules,
  BindingRules,
  LookupRules,
  OfferRules,
} from '../../openhost/peers/client/rules.js';
import { checks, permits } from '../kinds.js';
import { byHand, none, type RuleTable } from '../systematic.js';
import type { ClientFacts } from './client_mutant.js';

const FORM = 'It judges a form, and no event comes before.';
const NO_OPPOSITE = 'It has no opposite.';
const ONE_ANSWER = 'A client fails with the first answer that is wrong: the second time does not come.';
const NO_DIAL = 'A client that reaches nobody is find-packet-dropped.';
const silent = { silent: true } as const;

const lookupRules: RuleTable<LookupRules, ClientFacts> = {
  parseUrl: {
    clause: ['1-2'],
    dropped: byHand('drops-the-query', 'fills-short-keys', 'forgives-lookalikes-in-keys'),
    inverted: none(NO_DIAL),
    late: none(FORM),
  },
  findPacket: {
    clause: ['2-13'],
    dropped: { what: 'Finds no packet.', as: () => async () => undefined, facts: silent },
    inverted: none(NO_OPPOSITE),
    late: none('The next look finds it.'),
  },
  readHostRecord: {
    clause: ['2-9'],
    dropped: byHand('any-inner-signature', 'any-record-version', 'first-of-two-records'),
    inverted: byHand('only-version-2-records'),
    late: none(FORM),
  },
  isFresh: {
    clause: ['2-11', '3-2'],
    kind: permits(),
    dropped: byHand('any-age'),
    inverted: 'Accepts only records that are too old.',
    late: none(ONE_ANSWER),
  },
};

const offerRules: RuleTable<OfferRules, ClientFacts> = {
  offerBlob: {
    clause: ['3.3-13'],
    dropped: none('There is no offer without a blob.'),
    inverted: byHand('asserts-actpass', 'offers-another-certificate'),
    late: none('The blob of another session leads nowhere.'),
  },
  encodeOffer: {
    clause: ['3.3-12'],
    dropped: none('There is no offer without a body.'),
    inverted: byHand('offer-of-another-key', 'offer-version-2'),
    late: none('The offer before has an answer already.'),
  },
  compressOffer: {
    clause: ['3.3-6'],
    dropped: byHand('offer-uncompressed'),
    inverted: none(NO_OPPOSITE),
    late: none(FORM),
  },
  offerRecords: {
    clause: ['3.3-1', '3-3'],
    dropped: { what: 'Publishes a packet without its offer.', as: () => () => [], facts: silent },
    inverted: byHand('offer-under-another-name'),
    late: none('The offer before has an answer already.'),
  },
};

const answerRules: RuleTable<AnswerRules, ClientFacts> = {
  reassemble: {
    clause: ['3.3-37'],
    dropped: byHand('any-fragment-index', 'any-fragment-total', 'missing-fragments'),
    inverted: byHand('first-fragment-only'),
    late: byHand('no-patience-for-the-first-fragment'),
  },
  uncompress: {
    clause: ['3.3-7'],
    dropped: byHand('any-answer-tag', 'any-checksum', 'unbounded-answers'),
    inverted: byHand('only-zlib-answers'),
    late: none(FORM),
  },
  decodeAnswer: {
    clause: ['3.3-38'],
    dropped: byHand('any-answer-blob-version', 'any-answer-flags'),
    inverted: byHand('no-version-1-answers'),
    late: none(FORM),
  },
  isHost: {
    clause: ['3.3-45'],
    kind: permits(),
    dropped: byHand('any-answering-host'),
    inverted: 'Accepts only answers that name another daemon key.',
    late: none(ONE_ANSWER),
  },
  answersOffer: {
    clause: ['3.3-43'],
    kind: permits(),
    dropped: byHand('any-answered-offer'),
    inverted: 'Accepts only answers to other offers.',
    late: none('The next look finds the same answer, which is then taken: any-answered-offer.'),
  },
  checkSetup: {
    clause: ['3.1-3'],
    kind: checks(),
    dropped: byHand('any-setup'),
    inverted: 'Accepts only answers whose setup is wrong.',
    late: none(ONE_ANSWER),
  },
  pinFingerprint: {
    clause: ['3.2-1', '3-5'],
    dropped: byHand('any-certificate'),
    inverted: none(NO_DIAL),
    late: none('A handshake shows its certificate once.'),
  },
  demandsPossession: {
    clause: ['3.2-1'],
    dropped: byHand('certificate-without-its-key'),
    inverted: none('It always says yes, so this is where it is dropped.'),
    late: none('A handshake proves the key once or never.'),
  },
  takenSuite: {
    clause: ['3.2-1'],
    dropped: byHand('any-suite'),
    inverted: none(NO_DIAL),
    late: none(FORM),
  },
};

const bindingRules: RuleTable<BindingRules, ClientFacts> = {
  readNonce: {
    clause: ['4-17', '3-6'],
    dropped: byHand('any-nonce'),
    inverted: {
      what: 'Takes only a nonce that is not 32 bytes long.',
      as: () => (payload) => (payload.length === NONCE ? undefined : payload),
      clause: ['3-6', '3-8', '4-17'],
    },
    late: none('A channel has one nonce.'),
  },
  signAuthClient: {
    clause: ['3-10'],
    dropped: byHand('signs-something-else'),
    inverted: none(NO_OPPOSITE),
    late: none('A channel has one proof.'),
  },
  verifyAuthHost: {
    clause: ['3-9', '3-11'],
    kind: permits(),
    dropped: byHand('any-host'),
    inverted: 'Accepts only an AUTH_HOST whose signature does not verify.',
    late: none('A channel has one proof.'),
  },
};

const connectionRules: RuleTable<ConnectionRules, ClientFacts> = {
  readFrames: {
    clause: ['4-13'],
    dropped: byHand('no-legacy-frames'),
    inverted: byHand('a-message-is-a-frame'),
    late: {
      what: 'Reads each frame behind the binding only when the next one comes.',
      as: (rule) => (emit) => {
        let seen = 0;
        let held: Frame | undefined;
        return rule((frame) => {
          if (seen++ < 2) return emit(frame);
          if (held) emit(held);
          held = frame;
        });
      },
      clause: ['4-18'],
      facts: silent,
    },
  },
  writeFrame: {
    clause: ['4-15'],
    dropped: byHand('never-ends-a-request', 'no-error', 'no-pong'),
    inverted: none(NO_OPPOSITE),
    late: none('The last frame of a request is late for ever: never-ends-a-request.'),
  },
  showDiagnostic: {
    clause: ['5-2'],
    dropped: byHand('raw-diagnostic'),
    inverted: none(NO_OPPOSITE),
    late: none(FORM),
  },
  closeReason: {
    clause: ['4-3', '5-1'],
    dropped: { what: 'Forgives every fault of a host.', as: () => () => undefined, facts: silent },
    inverted: none(NO_OPPOSITE),
    late: none('A connection has one fault that a case looks at.'),
  },
};

export const clientRules = {
  ...lookupRules,
  ...offerRules,
  ...answerRules,
  ...bindingRules,
  ...connectionRules,
};
