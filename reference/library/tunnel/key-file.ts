import { atBorder } from '../../border.js';
import { keyFileStructure } from '../../tunnel/index.js';

export * from '../../tunnel/key_file.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(keyFileStructure);
