import { atBorder } from '../../border.js';
import { sdpStructure } from '../../openhost/sdp.structure.js';

export * from '../../openhost/sdp.js';
export * from '../../openhost/sdp_reader.js';

/** The operations that vectors ask for, over JSON. */
export const structure = /* @__PURE__ */ atBorder(sdpStructure);
