import { atBorder } from '../../border.js';
import { offerStructure } from '../../openhost/offer.structure.js';

export * from '../../openhost/offer.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(offerStructure);
