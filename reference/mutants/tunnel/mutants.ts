import { access } from './access.js';
import { commandLine } from './cli.js';
import { configuration } from './configuration.js';
import { identity } from './identity.js';
import { into } from './in.js';
import type { TunnelMutant } from './mutant.js';
import { out } from './out.js';
import { tcp } from './tcp.js';
import { udp } from './udp.js';

export type { TunnelMutant } from './mutant.js';

export const tunnelMutants: readonly TunnelMutant[] = [
  ...commandLine,
  ...out,
  ...into,
  ...identity,
  ...access,
  ...configuration,
  ...tcp,
  ...udp,
];
