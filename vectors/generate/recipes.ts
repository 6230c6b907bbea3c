/** All recipes. A protocol adds a line. */
import { openhostRecipes } from './openhost/index.js';
import { punchRecipes } from './punch/index.js';
import type { Recipe } from './recipe.js';
import { tunnelRecipes } from './tunnel/index.js';

export const recipes: readonly Recipe[] = [...openhostRecipes, ...punchRecipes, ...tunnelRecipes];
