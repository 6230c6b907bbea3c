import { punch } from '../http/plugin.js';
import { openhost } from '../openhost/plugin.js';
import { tunnel } from '../process/plugin.js';
import type { RunnerPlugin } from '../target_kind.js';

/** A protocol adds a line. */
export const plugins: readonly RunnerPlugin[] = [punch, openhost, tunnel];
