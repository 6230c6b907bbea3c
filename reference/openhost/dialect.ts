import { asWord } from '../given.js';
import type { JsonObject } from '../structure.js';

/**
 * `spec` is the text to the letter. `deployed` is what every known peer does where following the letter would break
 * them all, or where they take what the text does not: each codec says at its own place what differs.
 */
export type Dialect = 'spec' | 'deployed';

export const asDialect = (given: JsonObject): Dialect =>
  asWord(given['dialect'] ?? 'spec', ['spec', 'deployed'], 'dialect');
