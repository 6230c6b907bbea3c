/** Punch RFC 1.0.0 section 7. */

import type { Recipe } from '../recipe.js';
import { wrongClaims } from './token.claims.js';
import { forms } from './token.forms.js';
import { acceptedPayloads } from './token.payloads.js';
import { signatures } from './token.signatures.js';
import { unreadablePayloads } from './token.unreadable.js';
import { dialects, STRUCTURE } from './token.wire.js';

export const tokenRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['7'],
  dialects,
  drafts: () => [
    ...acceptedPayloads,
    ...forms,
    ...unreadablePayloads,
    ...wrongClaims,
    ...dialects.flatMap(signatures),
  ],
};
