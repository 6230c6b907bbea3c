import type { Recipe } from '../recipe.js';
import { tokenRecipe } from './token.js';

/** One line for each structure. */
export const punchRecipes: readonly Recipe[] = [tokenRecipe];
