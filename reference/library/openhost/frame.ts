import { atBorder } from '../../border.js';
import { frameStructure } from '../../openhost/frame.structure.js';

export * from '../../openhost/frame.js';
export * from '../../openhost/frame_stream.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(frameStructure);
