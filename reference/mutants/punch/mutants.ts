import { http } from './http.js';
import { lifecycle } from './lifecycle.js';
import type { PunchMutant } from './mutant.js';
import { namesAndConventions } from './names_and_conventions.js';
import { securityAndVersions } from './security.js';
import { signalling } from './signalling.js';
import { tokens } from './tokens.js';

/** Brokers that are wrong on purpose: what the suite has to find. */
export const punchMutants: readonly PunchMutant[] = [
  ...namesAndConventions,
  ...lifecycle,
  ...http,
  ...tokens,
  ...signalling,
  ...securityAndVersions,
];
