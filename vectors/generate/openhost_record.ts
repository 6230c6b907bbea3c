/** Section 2: the canonical bytes of a record, its signature, and when it is believed. */
import { accepted } from './openhost_record.canonical.js';
import { notSent, refused } from './openhost_record.refused.js';
import { believed, signing } from './openhost_record.signed.js';
import type { Recipe } from './recipe.js';

export const recordRecipe: Recipe = {
  structure: 'openhost/record',
  sections: ['0', '2'],
  drafts: () => [...accepted, ...refused, ...notSent, ...believed, ...signing],
};
