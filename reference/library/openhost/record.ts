import { atBorder } from '../../border.js';
import { recordStructure } from '../../openhost/record.structure.js';

export * from '../../openhost/record.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(recordStructure);
