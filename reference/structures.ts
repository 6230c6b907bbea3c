/** Every structure of the reference. A protocol adds a line. */
import { openhostStructures } from './openhost/index.js';
import { punchStructures } from './punch/index.js';
import type { Structure } from './structure.js';
import { tunnelStructures } from './tunnel/index.js';

export const structures: ReadonlyMap<string, Structure> = new Map(
  [...openhostStructures, ...punchStructures, ...tunnelStructures].map((structure) => [
    structure.name,
    structure,
  ]),
);
