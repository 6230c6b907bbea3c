import { atBorder } from '../../border.js';
import { evictionStructure } from '../../openhost/eviction.structure.js';

export * from '../../openhost/eviction.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(evictionStructure);
