import { atBorder } from '../../border.js';
import { compressionStructure } from '../../openhost/compression.structure.js';

export * from '../../openhost/compression.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(compressionStructure);
