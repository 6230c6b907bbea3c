import type { PeerMutants } from '../peer_mutants.js';
import { tunnelMutants } from './mutants.js';

export const tunnelPeers: PeerMutants = { protocol: 'tunnel', kinds: { program: tunnelMutants } };
