import type { Draft, Recipe } from '../recipe.js';
import { answerRecipe } from './answer.js';
import { answerBlobRecipe } from './answer_blob.js';
import { bindingRecipe } from './binding.js';
import { compressionRecipe } from './compression.js';
import { evictionRecipe } from './eviction.js';
import { fragmentRecipe } from './fragment.js';
import { frameRecipe } from './frame.js';
import { identityRecipe } from './identity.js';
import { labelRecipe } from './label.js';
import { offerRecipe } from './offer.js';
import { offerBlobRecipe } from './offer_blob.js';
import { packetRecipe } from './packet.js';
import { reassemblyRecipe } from './reassembly.js';
import { recordRecipe } from './record.js';
import { sdpRecipe } from './sdp.js';
import { sealedBoxRecipe } from './sealed_box.js';

/** One line for each structure. */
const recipes: readonly Recipe[] = [
  answerBlobRecipe,
  frameRecipe,
  offerBlobRecipe,
  compressionRecipe,
  evictionRecipe,
  fragmentRecipe,
  reassemblyRecipe,
  offerRecipe,
  answerRecipe,
  sdpRecipe,
  bindingRecipe,
  identityRecipe,
  labelRecipe,
  packetRecipe,
  recordRecipe,
  sealedBoxRecipe,
];

/** Operations whose records are whole titles: `stream returns one frame from each chunk`. */
const TITLED = new Set(['evict', 'stream']);

/** Operations that return a value for every input: their records name that value. */
const DERIVES = new Set([
  'auth-bytes',
  'sign-client',
  'sign-host',
  'public-key',
  'secret-key',
  'encode-key',
  'encode-url',
  'offer-name',
  'allowlist-hash',
  'answer-name',
  'turn-password',
  'publish',
  'signable',
  'sign',
  'seal',
  'offer',
  'hash',
  'hash-text',
  'answer',
]);

/** A record names the stimulus. The title of its vector also names the outcome: `decode rejects an empty input`. */
function withOutcome(draft: Draft): Draft {
  if (draft.reject !== undefined) return { ...draft, title: `${draft.op} rejects ${draft.title}` };
  if (TITLED.has(draft.op)) return draft;
  return { ...draft, title: `${draft.op} ${DERIVES.has(draft.op) ? 'returns' : 'accepts'} ${draft.title}` };
}

export const openhostRecipes: readonly Recipe[] = recipes.map((recipe) => ({
  ...recipe,
  drafts: () => recipe.drafts().map(withOutcome),
}));
