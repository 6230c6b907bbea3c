import type { PeerMutants } from '../peer_mutants.js';
import { clientMutants } from './clients.js';
import { daemonMutants } from './mutants.js';
import { relayMutants } from './relays.js';

export const openhostPeers: PeerMutants = {
  protocol: 'openhost',
  kinds: { daemon: daemonMutants, client: clientMutants, relay: relayMutants },
};
