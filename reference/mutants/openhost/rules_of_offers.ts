/** The mutants of each rule of a daemon in sections 2 and 3.1 to 3.3, from the record of a host to the answer. */
import type { AnswerRules, OfferRules, PublishingRules } from '../../openhost/peers/daemon/rules.js';
import type { HostRecord } from '../../openhost/record.js';
import { checks, permits } from '../kinds.js';
import { byHand, none, noneOf, type RuleTable } from '../systematic.js';
import type { OpenhostMutant } from './mutant.js';

const FORM = 'It judges a form, and no event comes before.';
const ONE_LOOK = 'A daemon looks at an offer once: the second time does not come.';
const NO_OPPOSITE = 'It has no opposite.';
/** The dial is blocked: such a run is never green. */
const NO_ANSWER = 'A daemon that answers nobody blocks every case that dials, and none could fail.';

export const publishingRules: RuleTable<PublishingRules, OpenhostMutant> = {
  publishedTs: {
    clause: ['2-23'],
    dropped: none('The clock has gone on since the packet that is out there.'),
    inverted: byHand('behind-after-restart'),
    late: none('It is asked once, before the first packet.'),
  },
  hostRecord: {
    clause: ['2-15'],
    dropped: none('A client that finds no record dials nobody, and every case is blocked.'),
    inverted: none(NO_OPPOSITE),
    late: {
      what: 'Publishes the record of the packet before.',
      as(rule) {
        let before: HostRecord | undefined;
        return (facts, ts) => {
          const due = rule(facts, ts);
          const record = before ?? due;
          before = due;
          return record;
        };
      },
    },
  },
  canonicalRecord: {
    clause: ['2-3'],
    dropped: byHand('inner-signature-wrong'),
    inverted: byHand('version-1-record'),
    late: none('The bytes of the record before are host-record-late.'),
  },
  packetRecords: {
    clause: ['3.3-30'],
    dropped: none(NO_ANSWER),
    inverted: none(NO_ANSWER),
    late: none(NO_ANSWER),
  },
  sequence: {
    clause: ['2-15'],
    dropped: none('A packet has no bytes without a sequence number.'),
    inverted: byHand('seq-in-microseconds', 'seq-in-seconds'),
    late: byHand('seq-is-not-ts'),
  },
};

export const offerRules: RuleTable<OfferRules, OpenhostMutant> = {
  readPairs: {
    clause: ['3.3-27'],
    dropped: none(NO_ANSWER),
    inverted: none('All but those who are paired are nobody that it could name.'),
    late: none('A poll that is under way may have begun before: a case lets polls pass.'),
  },
  lookAtEach: {
    clause: ['3-4'],
    dropped: none(NO_ANSWER),
    inverted: none('All but those who are watched are nobody that it could name.'),
    late: byHand('slow-to-answer'),
  },
  unseal: {
    clause: ['3.3-13'],
    dropped: byHand('any-tag-of-a-box'),
    inverted: none(NO_ANSWER),
    late: none(FORM),
  },
  uncompress: {
    clause: ['3.3-7'],
    dropped: byHand('any-checksum', 'any-compression-tag', 'unbounded-offers'),
    inverted: byHand('no-zlib', 'only-zlib'),
    late: none(FORM),
  },
  decodeOffer: {
    clause: ['3.3-13'],
    dropped: byHand('any-blob-length', 'any-body-version', 'any-separator', 'clears-reserved-flags'),
    inverted: byHand('no-legacy-offers', 'no-version-3'),
    late: none(FORM),
  },
  isSigner: {
    clause: ['3.3-25'],
    kind: permits(),
    dropped: byHand('overlooks-stranger'),
    inverted: 'Answers only offers whose key is not the key of their packet.',
    late: none(ONE_LOOK),
  },
  checkSetup: {
    clause: ['3.1-3'],
    kind: checks(),
    dropped: byHand('overlooks-setup'),
    inverted: 'Answers only offers whose setup is wrong.',
    late: none(ONE_LOOK),
  },
  isFresh: {
    clause: ['3.3-56'],
    kind: permits(),
    dropped: byHand('overlooks-age'),
    inverted: 'Answers only offers that are hours old.',
    late: none('The text does not say how old an offer may be.'),
  },
  isReplay: {
    clause: ['3.3-56'],
    dropped: byHand('overlooks-repetition'),
    inverted: none(NO_ANSWER),
    late: none('The first repetition is answered by overlooks-repetition as well.'),
  },
  isAllowed: {
    clause: ['2-21', '3.3-26'],
    kind: permits(),
    dropped: byHand('overlooks-allowlist'),
    inverted: 'Answers only clients that are not allowed.',
    late: none('The first offer that is not allowed is answered by overlooks-allowlist as well.'),
  },
  bindsIn: {
    clause: ['3.3-13'],
    dropped: none('Both modes are in the list.'),
    inverted: byHand('no-cert-fp'),
    late: none(FORM),
  },
};

export const answerRules: RuleTable<AnswerRules, OpenhostMutant> = {
  pinFingerprint: {
    clause: ['3.3-24'],
    dropped: byHand('any-certificate-of-clients'),
    inverted: {
      what: 'Rejects the certificate that an offer names.',
      as: (rule) => (fingerprint, version) => rule(fingerprint, version)?.map((byte) => byte ^ 1),
      facts: { silent: true },
    },
    late: none(ONE_LOOK),
  },
  demandsPossession: {
    clause: ['3.3-24'],
    dropped: byHand('certificate-without-its-key'),
    inverted: none('It always says yes, so this is where it is dropped.'),
    late: none('A handshake proves the key once or never.'),
  },
  showCertificate: {
    clause: ['2-22'],
    dropped: none('There is no handshake without a certificate.'),
    inverted: byHand('other-certificate'),
    late: none('A daemon has one certificate as long as it runs.'),
  },
  dtlsRole: {
    clause: ['3.1-1'],
    dropped: none('One of the two is the server.'),
    inverted: none('Without a handshake every case that dials is blocked, and none could fail.'),
    late: none('A handshake begins with its roles.'),
  },
  offeredSuites: {
    clause: ['3.3-24'],
    dropped: byHand('any-suite'),
    inverted: none('Without a common suite there is no handshake: pin-fingerprint-inverted.'),
    late: none(FORM),
  },
  takenSuite: noneOf('A client ends a handshake whose suite it did not offer, before a case could look.'),
  offerHash: {
    clause: ['3.3-43'],
    dropped: byHand('answers-another-offer'),
    inverted: none(NO_OPPOSITE),
    late: {
      what: 'Names the hash of the offer before in its answer.',
      as(rule) {
        let before = new Uint8Array(32);
        return (read) => {
          const named = before;
          before = Uint8Array.from(rule(read));
          return named;
        };
      },
    },
  },
  answerBlob: {
    clause: ['3.3-42'],
    dropped: byHand('no-candidates'),
    inverted: byHand('asserts-active'),
    late: none('A blob of another session leads nowhere, as no-candidates.'),
  },
  encodeAnswer: {
    clause: ['3.3-38'],
    dropped: none(NO_ANSWER),
    inverted: byHand('answer-names-other-key'),
    late: none('The answer to the client before opens for nobody else.'),
  },
  compressAnswer: {
    clause: ['3.3-6'],
    dropped: byHand('answer-uncompressed'),
    inverted: none(NO_OPPOSITE),
    late: none(FORM),
  },
  splitAnswer: {
    clause: ['3.3-36'],
    dropped: byHand('fragments-of-500'),
    inverted: byHand('fragment-index-wrong'),
    late: none(FORM),
  },
  publishAnswer: {
    clause: ['3-4'],
    dropped: none(NO_ANSWER),
    inverted: none(NO_OPPOSITE),
    late: byHand('slow-to-answer'),
  },
};
