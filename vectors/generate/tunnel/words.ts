/** The drafts of vectors for texts of the command line and the environment. */
import type { Json } from '../../../reference/structure.js';
import { accepting, refusing } from '../drafted.js';
import type { Draft } from '../recipe.js';

export const range = 'A parser that cuts the number to 16 bits opens another port.';
export const form = 'A parser that guesses opens a port that the user did not name.';

const read = accepting({ op: 'decode' });
export const refused = { op: 'decode', tags: ['form'] };

export const accepts = (
  requires: string,
  rows: readonly (readonly [slug: string, input: Json, accept: Json, why: string])[],
): Draft[] =>
  rows.map(([slug, input, accept, why]) =>
    read(slug, `${JSON.stringify(input)} is accepted`, input, accept, requires, why),
  );

/** Texts that a clause rejects with one code. */
export const refuses = (
  reject: string,
  requires: string,
  rows: readonly (readonly [slug: string, input: Json, beside: string, why: string])[],
): Draft[] =>
  rows.map(([slug, input, beside, why]) =>
    refusing({ ...refused, beside })(
      slug,
      `${JSON.stringify(input)} is rejected`,
      input,
      reject,
      requires,
      why,
    ),
  );
