/** Every structure that the reference can answer for: a protocol adds a line. */
import { openhostStructures } from './openhost/structures.js';
import { punchStructures } from './punch/structures.js';
import type { Structure } from './structure.js';
import { tunnelStructures } from './tunnel/structures.js';

export const structures: ReadonlyMap<string, Structure> = new Map(
  [...openhostStructures, ...punchStructures, ...tunnelStructures].map((structure) => [
    structure.name,
    structure,
  ]),
);
