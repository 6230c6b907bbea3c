import { channels } from './channels.js';
import { http } from './http.js';
import type { DaemonMutant } from './mutant.js';
import { offerReaders } from './offer_readers.js';
import { offers } from './offers.js';
import { publishing } from './publishing.js';
import { tunnels } from './tunnels.js';

/** Every deliberately wrong openhost daemon. */
export const daemonMutants: readonly DaemonMutant[] = [
  ...publishing,
  ...offers,
  ...offerReaders,
  ...channels,
  ...http,
  ...tunnels,
];
