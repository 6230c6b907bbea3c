/** Punch RFC 1.0.0 section 7. */
import { wrongClaims } from './punch_token.claims.js';
import { forms } from './punch_token.forms.js';
import type { PayloadDraft } from './punch_token.parts.js';
import { acceptedPayloads } from './punch_token.payloads.js';
import { signatures } from './punch_token.signatures.js';
import { unreadablePayloads } from './punch_token.unreadable.js';
import { dialects, STRUCTURE, unsigned } from './punch_token.wire.js';
import type { Draft, Recipe } from './recipe.js';

function payloadDraft(draft: PayloadDraft): Draft {
  return { ...draft, slug: `decode-${draft.slug}`, op: 'decode', input: unsigned(draft.payload) };
}

export const tokenRecipe: Recipe = {
  structure: STRUCTURE,
  sections: ['7'],
  dialects,
  drafts: () => [
    ...acceptedPayloads.map(payloadDraft),
    ...forms(),
    ...[...unreadablePayloads, ...wrongClaims].map(payloadDraft),
    ...dialects.flatMap(signatures),
  ],
};
