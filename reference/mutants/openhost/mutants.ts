import { channels } from './channels.js';
import { http } from './http.js';
import type { DaemonMutant } from './mutant.js';
import { offerReaders } from './offer_readers.js';
import { offerVersions } from './offer_versions.js';
import { offers } from './offers.js';
import { daemonsOnOneSide } from './one_sided.js';
import { publishing } from './publishing.js';
import { systematicDaemons } from './systematic.js';
import { tunnels } from './tunnels.js';

const onAllSides: readonly DaemonMutant[] = [
  ...publishing,
  ...offers,
  ...offerReaders,
  ...offerVersions,
  ...channels,
  ...http,
  ...tunnels,
  ...systematicDaemons,
];

/** Every deliberately wrong openhost daemon. */
export const daemonMutants: readonly DaemonMutant[] = [...onAllSides, ...daemonsOnOneSide(onAllSides)];
