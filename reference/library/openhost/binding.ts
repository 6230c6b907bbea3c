import { atBorder } from '../../border.js';
import { bindingStructure } from '../../openhost/binding.structure.js';

export * from '../../openhost/binding.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(bindingStructure);
