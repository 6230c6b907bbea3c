import { atBorder } from '../../border.js';
import { reassemblyStructure } from '../../openhost/reassembly.structure.js';

export * from '../../openhost/reassembly.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(reassemblyStructure);
