import { atBorder } from '../../border.js';
import { streamHeaderStructure } from '../../tunnel/index.js';

export * from '../../tunnel/stream_header.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(streamHeaderStructure);
