import type { Case } from '../model.js';
import { packets } from './2_packets.js';
import { record } from './2_record.js';
import { times } from './2_times.js';
import { answering } from './3_3_answering.js';
import { answers } from './3_3_answers.js';
import { handshakes } from './3_3_handshakes.js';
import { offers } from './3_3_offers.js';
import { offerVersions } from './3_3_versions.js';
import { binding } from './3_binding.js';
import { bindingChannels } from './3_binding_channels.js';
import { bindingFrames } from './3_binding_frames.js';
import { http } from './4_1_http.js';
import { tunnel } from './4_2_tunnel.js';
import { websocket } from './4_2_websocket.js';
import { frameStates } from './4_frame_states.js';
import { violations } from './4_frame_violations.js';
import { frames } from './4_frames.js';
import { laterRequests } from './4_later_requests.js';
import { requests } from './4_requests.js';

/** The cases for a running daemon, in the order of the specification. */
export const daemonCases: readonly Case[] = [
  ...record,
  ...packets,
  ...times,
  ...binding,
  ...bindingChannels,
  ...bindingFrames,
  ...offers,
  ...offerVersions,
  ...answering,
  ...handshakes,
  ...answers,
  ...violations,
  ...frames,
  ...frameStates,
  ...requests,
  ...laterRequests,
  ...http,
  ...websocket,
  ...tunnel,
];
