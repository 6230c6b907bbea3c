/** Section 2: the canonical bytes of a record, its signature, and when it is valid. */

import type { Recipe } from '../recipe.js';
import { accepted } from './record.canonical.js';
import { notSent, refused } from './record.refused.js';
import { believed, signing } from './record.signed.js';

export const recordRecipe: Recipe = {
  structure: 'openhost/record',
  sections: ['0', '2'],
  drafts: () => [...accepted, ...refused, ...notSent, ...believed, ...signing],
};
