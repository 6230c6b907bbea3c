import { channels } from './channels.js';
import type { DaemonMutant } from './mutant.js';
import { offers } from './offers.js';
import { publishing } from './publishing.js';

/** Every deliberately wrong openhost daemon. */
export const daemonMutants: readonly DaemonMutant[] = [...publishing, ...offers, ...channels];
