import { atBorder } from '../../border.js';
import { labelStructure } from '../../openhost/label.structure.js';

export * from '../../openhost/labels.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(labelStructure);
