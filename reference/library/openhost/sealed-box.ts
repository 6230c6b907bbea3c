import { atBorder } from '../../border.js';
import { sealedBoxStructure } from '../../openhost/sealed_box.structure.js';

export * from '../../openhost/sealed_box.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(sealedBoxStructure);
