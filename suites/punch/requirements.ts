import type { Requirement } from '../model.js';
import { waitingFor } from '../requirement.js';
import { conventions } from './requirements/1_conventions.js';
import { lifecycle } from './requirements/4_lifecycle.js';
import { http } from './requirements/5_http.js';
import { signalling } from './requirements/6_signalling.js';
import { tokens } from './requirements/7_tokens.js';
import { errors } from './requirements/8_errors.js';
import { security } from './requirements/9_security.js';
import { versioning } from './requirements/11_versioning.js';

export const requirements: readonly Requirement[] = waitingFor('punch live', [
  ...conventions,
  ...lifecycle,
  ...http,
  ...signalling,
  ...tokens,
  ...errors,
  ...security,
  ...versioning,
]);
