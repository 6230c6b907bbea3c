import { clientAnswers } from './client_answers.js';
import { clientChannels } from './client_channels.js';
import type { ClientMutant } from './client_mutant.js';
import { clientOffers } from './client_offers.js';
import { clientsOnOneSide } from './client_one_sided.js';
import { clientRecords, clientUrls } from './client_records.js';
import { systematicClients } from './systematic.js';

const onAllSides: readonly ClientMutant[] = [
  ...clientUrls,
  ...clientRecords,
  ...clientAnswers,
  ...clientOffers,
  ...clientChannels,
  ...systematicClients,
];

/** Every deliberately wrong openhost client. */
export const clientMutants: readonly ClientMutant[] = [...onAllSides, ...clientsOnOneSide(onAllSides)];
