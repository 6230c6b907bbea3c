import { atBorder } from '../../border.js';
import { allowListStructure } from '../../tunnel/index.js';

export * from '../../tunnel/allow_list.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(allowListStructure);
