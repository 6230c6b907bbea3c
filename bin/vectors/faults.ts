/** An error in a recipe, with a guess at the clause that was meant. */
import type { Protocol } from '../../suites/protocol.js';
import { RecipeError } from '../../vectors/generate/recipe.js';
import { FileError } from '../../vectors/schema.js';
import { nearest } from '../suggest.js';

export const clauseIds = (protocols: readonly Protocol[]): ReadonlySet<string> =>
  new Set(protocols.flatMap(({ requirements }) => requirements.map(({ id }) => id)));

export const isFault = (error: unknown): boolean =>
  error instanceof RecipeError || error instanceof FileError;

export function faultText(error: unknown, protocols: readonly Protocol[]): string {
  if (!(error instanceof Error)) return String(error);
  if (!isFault(error)) return error.stack ?? error.message;
  const clause = error instanceof RecipeError ? error.clause : undefined;
  const meant = clause === undefined ? undefined : nearest(clause, clauseIds(protocols));
  return meant === undefined ? error.message : `${error.message} (did you mean "${meant}"?)`;
}
