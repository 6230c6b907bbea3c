import { atBorder } from '../border.js';
import type { Structure } from '../structure.js';
import { tokenStructure } from './token.structure.js';

export const punchStructures: readonly Structure[] = /* @__PURE__ */ [tokenStructure].map(atBorder);
