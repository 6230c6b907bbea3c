import { openhost } from '../openhost/plugin.js';
import { punch } from '../punch/plugin.js';
import type { RunnerPlugin } from '../target_kind.js';
import { tunnel } from '../tunnel/plugin.js';

/** A protocol adds a line. */
export const plugins: readonly RunnerPlugin[] = [punch, openhost, tunnel];
