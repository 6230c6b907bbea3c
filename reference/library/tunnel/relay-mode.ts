import { atBorder } from '../../border.js';
import { relayModeStructure } from '../../tunnel/index.js';

export * from '../../tunnel/relay_mode.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(relayModeStructure);
