import { atBorder } from '../../border.js';
import { identityStructure } from '../../openhost/identity.structure.js';

export * from '../../openhost/identity.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(identityStructure);
