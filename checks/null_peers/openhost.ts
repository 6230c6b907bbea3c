import { channelPeers } from './openhost_channels.js';
import { programPeers } from './openhost_programs.js';
import { relayPeers } from './openhost_relays.js';
import type { NullPeer } from './peer.js';

export const openhostNullPeers: readonly NullPeer[] = [...relayPeers, ...channelPeers, ...programPeers];
