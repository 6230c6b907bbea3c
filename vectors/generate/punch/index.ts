import type { Recipe } from '../recipe.js';
import { tokenRecipe } from './token.js';

/** One line a structure. */
export const punchRecipes: readonly Recipe[] = [tokenRecipe];
