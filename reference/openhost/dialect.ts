import { asWord } from '../given.js';
import type { JsonObject } from '../structure.js';

/**
 * `spec` is the literal text. `deployed` is the behavior of every known peer, in places where the literal reading would break
 * all of them, or where they accept input that the text does not allow. Each codec documents its differences.
 */
export type Dialect = 'spec' | 'deployed';

export const asDialect = (given: JsonObject): Dialect =>
  asWord(given['dialect'] ?? 'spec', ['spec', 'deployed'], 'dialect');
