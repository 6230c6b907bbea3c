import { openhost } from './openhost/index.js';
import type { Protocol } from './protocol.js';
import { punch } from './punch/index.js';
import { tunnel } from './tunnel/index.js';

/** All protocols. A new one adds a line. */
export const protocols: readonly Protocol[] = [punch, openhost, tunnel];
