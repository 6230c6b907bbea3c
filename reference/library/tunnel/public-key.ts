import { atBorder } from '../../border.js';
import { publicKeyStructure } from '../../tunnel/index.js';

export * from '../../tunnel/public_key.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(publicKeyStructure);
