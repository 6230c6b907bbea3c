import type { Requirement } from '../model.js';
import { waitingFor } from '../requirement.js';
import { acceptance } from './requirements/acceptance.js';
import { commands } from './requirements/commands.js';
import { forwarding } from './requirements/forwarding.js';
import { into } from './requirements/into.js';

export const requirements: readonly Requirement[] = waitingFor('tunnel live', [
  ...commands,
  ...into,
  ...forwarding,
  ...acceptance,
]);
