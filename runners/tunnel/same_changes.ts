/** Changes of a codec that nobody can see, and are no mutants. `conform mutants` leaves them out. */
import type { SameChanges } from '../matrix/source/same.js';

export const same: SameChanges = [
  {
    reason: 'A later check rejects the same input.',
    changes: [
      'port/readPort/check-1',
      'public_key/publicKey.decode/check-1',
      'allow_list/readAllowList/limit-1',
      'port/readPortAndProto/limit-1',
      'port/readPortAndProto/limit-3',
      'mapping/mapping.decode/limit-1',
      'port/readPort/condition-2',
    ],
  },
];
