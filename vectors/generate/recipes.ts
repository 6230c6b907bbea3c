/** One recipe a structure, one line a recipe. */
import { answerBlobRecipe } from './openhost_answer_blob.js';
import { frameRecipe } from './openhost_frame.js';
import { offerBlobRecipe } from './openhost_offer_blob.js';
import { tokenRecipe } from './punch_token.js';
import type { Recipe } from './recipe.js';

export const recipes: readonly Recipe[] = [answerBlobRecipe, frameRecipe, offerBlobRecipe, tokenRecipe];
