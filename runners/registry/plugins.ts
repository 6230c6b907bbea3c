import { openhost } from '../openhost/index.js';
import { punch } from '../punch/index.js';
import type { RunnerPlugin } from '../target_kind.js';
import { tunnel } from '../tunnel/index.js';

/** A protocol adds a line. */
export const plugins: readonly RunnerPlugin[] = [punch, openhost, tunnel];
