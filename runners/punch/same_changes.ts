/** Changes of a codec that make no visible difference. `conform mutants` leaves them out. */
import type { SameChanges } from '../matrix/source/same.js';

export const same: SameChanges = [
  {
    reason: 'A later check rejects the same input.',
    changes: [
      'token/member/check-1',
      'token/readClaims/condition-6',
      'token/readPayload/condition-1',
      'token/readPayload/condition-4',
      'token/split/check-3',
      'token/split/limit-3',
      'token/split/limit-4',
    ],
  },
  {
    reason:
      'A payload that is no object has no members. It is rejected for that, or ends in a crash, which fails without a check.',
    changes: ['token/readPayload/condition-2', 'token/readPayload/condition-3'],
  },
  {
    reason: 'Only the place or the code of the error changes.',
    changes: ['token/part/check-1', 'token/readPayload/check-1'],
  },
];
