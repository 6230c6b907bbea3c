import { needPackages } from '../../optional_package.js';
import { type RunnerPlugin, referencePeers } from '../target_kind.js';
import { examples } from './examples.js';
import { kinds, WEBRTC } from './kinds.js';
import { tools } from './tools.js';

export const openhost: RunnerPlugin = {
  protocol: 'openhost',
  examples,
  tools,
  kinds,
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
  reference: referencePeers({
    provides: ['openhost', 'openhostClient'],
    options: {},
    async start() {
      needPackages(WEBRTC);
      return (await import('./embedded.js')).embeddedOpenhost();
    },
  }),
  same: async () => (await import('./same_changes.js')).same,
  async wrong() {
    needPackages(WEBRTC);
    return (await import('./wrong_peers.js')).wrongPeers;
  },
  keys: async () => (await import('./client_keys.js')).keys,
  fuzz: async () => (await import('./fuzz.js')).grammar,
  models: async () => (await import('./fuzz_model.js')).models,
  served: async () => ({ peers: (await import('./served/peers.js')).peers, raw: [] }),
};
