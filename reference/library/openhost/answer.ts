import { atBorder } from '../../border.js';
import { answerStructure } from '../../openhost/answer.structure.js';

export * from '../../openhost/answer.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(answerStructure);
