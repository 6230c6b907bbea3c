import { atBorder } from '../../border.js';
import { portSpecStructure } from '../../tunnel/index.js';

export * from '../../tunnel/port_spec.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(portSpecStructure);
