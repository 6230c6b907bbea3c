/** The wrong peers of all protocols. A protocol adds one line. */
import { openhostPeers } from './openhost/index.js';
import type { PeerMutants } from './peer_mutants.js';
import { punchPeers } from './punch/index.js';
import { tunnelPeers } from './tunnel/index.js';

export const peerMutants: readonly PeerMutants[] = [openhostPeers, punchPeers, tunnelPeers];
