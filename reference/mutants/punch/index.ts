import type { PeerMutants } from '../peer_mutants.js';
import { punchMutants } from './mutants.js';

export const punchPeers: PeerMutants = { protocol: 'punch', kinds: { broker: punchMutants } };
