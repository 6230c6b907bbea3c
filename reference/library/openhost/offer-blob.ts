import { atBorder } from '../../border.js';
import { offerBlobStructure } from '../../openhost/offer_blob.structure.js';

export * from '../../openhost/offer_blob.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(offerBlobStructure);
