import type { Requirement } from '../model.js';
import { waitingFor } from '../requirement.js';
import { identity } from './requirements/1_identity.js';
import { record } from './requirements/2_record.js';
import { answer } from './requirements/3_3_answer.js';
import { offer } from './requirements/3_3_offer.js';
import { connection } from './requirements/3_connection.js';
import { framing } from './requirements/4_framing.js';
import { http } from './requirements/4_http.js';

export const requirements: readonly Requirement[] = waitingFor('openhost live', [
  ...identity,
  ...record,
  ...connection,
  ...offer,
  ...answer,
  ...framing,
  ...http,
]);
