/** Changes of a codec that no check of a vector can see. They are not mutants, and `conform mutants` leaves them out. */
import type { SameChanges } from '../matrix/source/same.js';

export const same: SameChanges = [
  {
    reason: 'A later check rejects the same input.',
    changes: [
      'answer/answer.decode/check-2',
      'answer/answer.decode/limit-3',
      'answer/answer.decode/limit-4',
      'offer/compact/check-1',
      'offer/compact/limit-1',
      'offer/compact/limit-2',
      'identity/address.decode/check-1',
      'identity/keyText.decode/check-1',
      'record/readRecord/check-1',
      'record/readRecord/limit-1',
      'record/readRecord/limit-2',
      'packet/openPacket/condition-2',
      'packet/openPacket/limit-1',
      'packet/openPacket/limit-2',
      'fragment/fragment.decode/check-2',
      'fragment/fragment.decode/limit-3',
      'sealed_box/open/check-1',
      'sealed_box/open/limit-2',
      'frame/checkHeader/condition-1',
      'packet/decodeDns/condition-1',
    ],
  },
  {
    reason: 'The writer of the number, or of the string, rejects the same value.',
    changes: [
      'record/checkTexts/condition-1',
      'record/checkTexts/limit-4',
      'record/checkTurn/condition-5',
      'record/checkTurn/limit-10',
      'ice/checkIceStrings/check-2',
    ],
  },
  {
    reason: 'The JSON of a request is checked before: no vector can hand over such a value.',
    changes: [
      'binding/exactly/check-1',
      'identity/publicKeyOf/check-1',
      'labels/answerName/condition-4',
      'ice/writeCandidates/check-2',
      'fragment/fragment.encode/check-1',
      'fragment/fragment.encode/condition-1',
      'fragment/fragment.encode/condition-2',
      'fragment/fragment.encode/condition-3',
      'fragment/fragment.encode/condition-4',
      'fragment/fragment.encode/limit-2',
      'fragment/fragment.encode/limit-4',
      'fragment/fragment.encode/condition-6',
      'fragment/fragment.encode/condition-7',
      'fragment/fragment.encode/condition-8',
      'fragment/fragment.encode/limit-6',
      'fragment/fragment.encode/check-4',
      'fragment/fragment.encode/limit-11',
    ],
  },
  {
    reason: 'Only the place of the error, or its code, is another.',
    changes: ['compression/unwrap/check-2', 'reassembly/decode/check-1'],
  },
  {
    reason: 'A position of 0 cannot occur there: something stands before it.',
    changes: [
      'identity/address.decode/limit-1',
      'identity/address.decode/limit-2',
      'identity/address.decode/limit-3',
      'identity/address.decode/limit-5',
      'packet/readName/limit-3',
      'packet/readName/limit-7',
    ],
  },
  {
    reason: 'A faster way to the same result is taken more often, or less often.',
    changes: [
      'frame_stream/Splitter.takeHeader/condition-1',
      'frame_stream/Splitter.takeHeader/limit-5',
      'frame_stream/Splitter.takeHeader/limit-6',
      'frame_stream/Splitter.takeHeader/limit-7',
      'frame_stream/Splitter.takeHeader/limit-8',
      'frame_stream/Splitter.takePayload/limit-3',
      'frame_stream/Splitter.takePayload/limit-4',
      'frame_stream/Splitter.takePayload/limit-5',
      'frame_stream/Splitter.roomFor/limit-1',
      'frame_stream/Splitter.roomFor/limit-2',
    ],
  },
  {
    reason: 'Zero is the same in both byte orders.',
    changes: [
      'packet/encodeDns/byte-order-1',
      'packet/encodeDns/byte-order-2',
      'packet/encodeDns/byte-order-4',
      'packet/encodeDns/byte-order-6',
    ],
  },
  {
    reason: 'No clause says what a reader does with the flags and the class of a DNS message.',
    changes: ['packet/encodeDns/byte-order-5', 'packet/encodeDns/byte-order-10'],
  },
  {
    reason:
      'No vector encodes answers: how names are compressed is free, and a live daemon is asked for what it publishes.',
    changes: ['packet/encodeDns/byte-order-7'],
  },
  {
    reason:
      'Only a related document limits how far seq and ts may differ, so it is not judged (OPENHOST-G42).',
    changes: [
      'sequence/isOfThatTime/limit-1',
      'sequence/isOfThatTime/limit-2',
      'sequence/isOfThatTime/limit-3',
      'sequence/isOfThatTime/limit-4',
    ],
  },
  {
    reason: 'No clause says whether the control character 0x7f may stand in an ICE string.',
    changes: ['ice/checkCharacters/limit-1'],
  },
  {
    reason: 'No clause says which names of RFC 1035 a message may have beside that of the host.',
    changes: [
      'packet/readName/condition-1',
      'packet/readName/condition-2',
      'packet/readName/limit-9',
      'packet/readName/limit-10',
      'packet/readName/limit-11',
      'packet/readName/limit-12',
      'packet/readName/limit-13',
      'packet/readName/limit-14',
    ],
  },
  {
    reason: 'A crash, which fails without a failed check.',
    changes: [
      'packet/hostRecord/check-1',
      'reassembly/reassemble/check-1',
      'offer_hash/offerSdpHash/limit-1',
      'offer_hash/offerSdpHash/limit-2',
    ],
  },
];
