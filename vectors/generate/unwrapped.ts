import type { JsonObject } from '../../reference/structure.js';
import type { Draft } from './recipe.js';

const why = 'What is sealed is the tag and the body, not the body alone.';

/** Drafts of what comes out of a sealed box. */
export const unwraps = (slug: string, title: string, input: string, accept: JsonObject): Draft => ({
  slug: `unwrap-${slug}`,
  title,
  requires: ['OPENHOST-3.3-7'],
  op: 'unwrap',
  input,
  accept,
  why,
});

/** Beside the good body under tag 0x02. */
export const refusesToUnwrap = (
  slug: string,
  title: string,
  input: string,
  reject: string,
  requires: string,
): Draft => ({
  slug: `unwrap-${slug}`,
  title,
  requires: [requires],
  op: 'unwrap',
  input,
  reject,
  twin: 'unwrap-zlib',
  why,
});
