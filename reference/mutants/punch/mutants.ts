import type { MayCarry } from '../systematic.js';
import { conventions } from './1_conventions.js';
import { names } from './2_names.js';
import { states } from './4_1_states.js';
import { closing } from './4_2_closing.js';
import { ttl } from './4_3_ttl.js';
import { authentication } from './5_1_authentication.js';
import { creation } from './5_2_creation.js';
import { http } from './5_http.js';
import { upgrades } from './6_1_upgrades.js';
import { messages } from './6_2_messages.js';
import { registrations } from './6_2_registrations.js';
import { keepAlive } from './6_3_keep_alive.js';
import { robustness } from './6_robustness.js';
import { tokens } from './7_tokens.js';
import { errors } from './8_errors.js';
import { security } from './9_security.js';
import { versions } from './11_versioning.js';
import type { PunchMutant } from './mutant.js';
import { onOneSide } from './one_sided.js';
import { atFirstOrLater } from './one_sided_times.js';
import { systematicPunch } from './systematic.js';

const byHand: readonly PunchMutant[] = [
  ...conventions,
  ...names,
  ...states,
  ...closing,
  ...ttl,
  ...http,
  ...authentication,
  ...creation,
  ...upgrades,
  ...messages,
  ...registrations,
  ...keepAlive,
  ...robustness,
  ...tokens,
  ...errors,
  ...security,
  ...versions,
];

/** Deliberately wrong brokers, which the suite must find. */
export const punchMutants: readonly (PunchMutant & MayCarry)[] = [
  ...byHand,
  ...systematicPunch,
  ...onOneSide(byHand),
  ...atFirstOrLater(byHand),
];
