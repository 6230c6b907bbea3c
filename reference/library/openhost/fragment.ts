import { atBorder } from '../../border.js';
import { fragmentStructure } from '../../openhost/fragment.structure.js';

export * from '../../openhost/fragment.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(fragmentStructure);
