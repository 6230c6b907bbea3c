import type { Draft } from './recipe.js';

/** Drafts of what `decode` refuses, beside the accepted neighbour of this slug unless another is named. */
export const refusesBeside =
  (neighbour: string, tags: readonly string[] = ['boundary']) =>
  (
    slug: string,
    title: string,
    input: string,
    reject: string,
    requires: string,
    why: string,
    twin = neighbour,
  ): Draft => ({
    slug: `decode-${slug}`,
    title,
    requires: [requires],
    op: 'decode',
    input,
    reject,
    twin: `decode-${twin}`,
    why,
    ...(tags.length > 0 ? { tags } : {}),
  });
