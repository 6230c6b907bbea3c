import { http } from './http.js';
import { lifecycle } from './lifecycle.js';
import type { PunchMutant } from './mutant.js';
import { namesAndConventions } from './names_and_conventions.js';
import { robustness } from './robustness.js';
import { securityAndVersions } from './security.js';
import { signalling } from './signalling.js';
import { tokens } from './tokens.js';
import { upgrades } from './upgrades.js';

/** Brokers that are wrong on purpose: what the suite has to find. */
export const punchMutants: readonly PunchMutant[] = [
  ...namesAndConventions,
  ...lifecycle,
  ...http,
  ...tokens,
  ...upgrades,
  ...signalling,
  ...robustness,
  ...securityAndVersions,
];
