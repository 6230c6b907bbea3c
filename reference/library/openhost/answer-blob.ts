import { atBorder } from '../../border.js';
import { answerBlobStructure } from '../../openhost/answer_blob.structure.js';

export * from '../../openhost/answer_blob.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(answerBlobStructure);
