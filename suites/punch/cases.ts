import type { Case } from '../model.js';
import { conventions } from './1_conventions.js';
import { names } from './2_names.js';
import { sessionStates } from './4_1_states.js';
import { closing } from './4_2_closing.js';
import { expiry } from './4_3_expiry.js';
import { ttl } from './4_3_ttl.js';
import { authentication } from './5_1_authentication.js';
import { rate } from './5_2_rate.js';
import { idempotency } from './5_3_idempotency.js';
import { turnstile } from './5_4_turnstile.js';
import { http } from './5_http.js';
import { media } from './6_2_media.js';
import { messages } from './6_2_messages.js';
import { registrations } from './6_2_registrations.js';
import { streams } from './6_2_streams.js';
import { keepAlive } from './6_3_keep_alive.js';
import { ordering } from './6_4_ordering.js';
import { invalidMessages } from './6_invalid_messages.js';
import { robustness } from './6_robustness.js';
import { errors } from './8_errors.js';
import { messageRate } from './9_5_message_rate.js';
import { transport } from './9_6_transport.js';
import { security } from './9_security.js';
import { versions } from './11_versioning.js';

/** The cases for a live broker, in the order of the RFC. */
export const liveCases: readonly Case[] = [
  ...conventions,
  ...names,
  ...sessionStates,
  ...closing,
  ...ttl,
  ...expiry,
  ...http,
  ...authentication,
  ...rate,
  ...idempotency,
  ...turnstile,
  ...invalidMessages,
  ...robustness,
  ...messages,
  ...registrations,
  ...streams,
  ...media,
  ...keepAlive,
  ...ordering,
  ...errors,
  ...security,
  ...messageRate,
  ...transport,
  ...versions,
];
