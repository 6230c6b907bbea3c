import { atBorder } from '../../border.js';
import { packetBackStructure } from '../../tunnel/index.js';

export * from '../../tunnel/datagram.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(packetBackStructure);
