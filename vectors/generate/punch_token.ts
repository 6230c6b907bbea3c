/** Punch RFC 1.0.0 section 7. */
import { wrongClaims } from './punch_token.claims.js';
import { forms } from './punch_token.forms.js';
import { acceptedPayloads } from './punch_token.payloads.js';
import { signatures } from './punch_token.signatures.js';
import { unreadablePayloads } from './punch_token.unreadable.js';
import { dialects, STRUCTURE } from './punch_token.wire.js';
import type { Recipe } from './recipe.js';

export const tokenRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['7'],
  dialects,
  drafts: () => [
    ...acceptedPayloads,
    ...forms(),
    ...unreadablePayloads,
    ...wrongClaims,
    ...dialects.flatMap(signatures),
  ],
};
