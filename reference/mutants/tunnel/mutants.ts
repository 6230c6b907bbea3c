import { access } from './access.js';
import { commandLine } from './cli.js';
import { configuration } from './configuration.js';
import { identity } from './identity.js';
import { into } from './in.js';
import type { TunnelMutant } from './mutant.js';
import { ofOneCommand } from './one_command.js';
import { out } from './out.js';
import { systematicTunnel } from './systematic.js';
import { tcp } from './tcp.js';
import { udp } from './udp.js';

export type { TunnelMutant } from './mutant.js';

const byHand: readonly TunnelMutant[] = [
  ...commandLine,
  ...out,
  ...into,
  ...identity,
  ...access,
  ...configuration,
  ...tcp,
  ...udp,
];

/** Tunnel programs that are wrong on purpose: what the suite has to find. */
export const tunnelMutants: readonly TunnelMutant[] = [
  ...byHand,
  ...systematicTunnel,
  ...ofOneCommand(byHand),
];
