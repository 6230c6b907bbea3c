/**
 * Cases and vectors that were read beside the norm, and that no sentence of it asks for in so many words: they are asked all
 * the same, and gate nothing. docs/judgements.md lists them with the reason, beside the cases that gate.
 */
import type { Case } from './model.js';

/** By the id of a case, why no sentence asks for it. */
export type Lowered = Readonly<Record<string, string>>;

/** The case or the vector at the level at which it gates. */
export const lowering =
  (lowered: Lowered) =>
  <T extends Pick<Case, 'id' | 'level'>>(one: T): T =>
    Object.hasOwn(lowered, one.id) && one.level === 'must' ? { ...one, level: 'should' } : one;
