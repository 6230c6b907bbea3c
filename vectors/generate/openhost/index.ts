import type { Recipe } from '../recipe.js';
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

/** One line a structure. */
export const openhostRecipes: readonly Recipe[] = [
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
