import type { Case } from '../model.js';
import { commandScripts } from './commands.js';
import { forwardingScripts } from './forwarding.js';

/** What is done inside the lab. */
export const scripts: readonly Case[] = [...commandScripts, ...forwardingScripts];
