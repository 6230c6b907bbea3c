import type { Case } from '../model.js';
import { access } from './access.js';
import { cli } from './cli.js';
import { configuration } from './configuration.js';
import { identity } from './identity.js';
import { into } from './in.js';
import { out } from './out.js';
import { stdio } from './stdio.js';
import { tcp } from './tcp.js';
import { udp } from './udp.js';

export const liveCases: readonly Case[] = [
  ...cli,
  ...out,
  ...into,
  ...stdio,
  ...identity,
  ...access,
  ...configuration,
  ...tcp,
  ...udp,
];
