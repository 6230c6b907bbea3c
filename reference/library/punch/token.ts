import { atBorder } from '../../border.js';
import { tokenStructure } from '../../punch/token.structure.js';

export * from '../../punch/token.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(tokenStructure);
