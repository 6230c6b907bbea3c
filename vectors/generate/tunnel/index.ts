import type { Recipe } from '../recipe.js';
import { allowListRecipe } from './allow_list.js';
import { keyFileRecipe, publicKeyRecipe } from './keys.js';
import { mappingRecipe } from './mapping.js';
import { portSpecRecipe } from './port_spec.js';
import { flowRecipe, packetBackRecipe, packetOutRecipe, streamHeaderRecipe } from './wire.js';

/** One line for each structure. */
export const tunnelRecipes: readonly Recipe[] = [
  streamHeaderRecipe,
  packetOutRecipe,
  packetBackRecipe,
  flowRecipe,
  keyFileRecipe,
  publicKeyRecipe,
  portSpecRecipe,
  mappingRecipe,
  allowListRecipe,
];
