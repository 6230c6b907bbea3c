import type { Case } from '../model.js';
import { commandScripts } from './commands.js';
import { forwardingScripts } from './forwarding.js';
import { identityScripts } from './identity.js';
import { relayScripts } from './relays.js';

/** What is done inside the lab. */
export const scripts: readonly Case[] = [
  ...commandScripts,
  ...identityScripts,
  ...relayScripts,
  ...forwardingScripts,
];
