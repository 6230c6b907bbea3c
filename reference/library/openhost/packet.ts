import { atBorder } from '../../border.js';
import { packetStructure } from '../../openhost/packet.structure.js';

export * from '../../openhost/packet.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(packetStructure);
