import { atBorder } from '../../border.js';
import { mappingStructure } from '../../tunnel/index.js';

export * from '../../tunnel/mapping.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(mappingStructure);
