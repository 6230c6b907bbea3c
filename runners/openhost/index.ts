import { needPackages } from '../../optional_package.js';
import type { RunnerPlugin } from '../target_kind.js';
import { examples } from './examples.js';
import { kinds, WEBRTC } from './kinds.js';
import { tools } from './tools.js';

export const openhost: RunnerPlugin = {
  protocol: 'openhost',
  examples,
  tools,
  kinds,
  packages: [WEBRTC],
  pairing: {
    what: 'openhost',
    rows: 'daemon',
    columns: 'client',
    ends: { openhostd: ['row'], 'openhost-client': ['column'] },
    async open(peers, around) {
      needPackages(WEBRTC);
      return (await import('./pairing.js')).openOpenhostMeetings(peers, around);
    },
  },
  reference: {
    provides: ['openhost', 'openhostClient'],
    options: {},
    start: async () => (await import('./embedded.js')).embeddedOpenhost(),
  },
  same: () => import('./same_changes.js'),
  wrong: () => import('./wrong_peers.js'),
  keys: () => import('./client_keys.js'),
  fuzz: () => import('./fuzz.js'),
  models: () => import('./fuzz_model.js'),
  served: () => import('./served/peers.js'),
};
