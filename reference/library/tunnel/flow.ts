import { atBorder } from '../../border.js';
import { flowStructure } from '../../tunnel/index.js';

export * from '../../tunnel/flow.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(flowStructure);
