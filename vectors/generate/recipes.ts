/** One recipe a structure, one line a recipe. */
import { tokenRecipe } from './punch_token.js';
import type { Recipe } from './recipe.js';

export const recipes: readonly Recipe[] = [tokenRecipe];
