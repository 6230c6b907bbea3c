/**
 * Cases and vectors that no sentence of the norm requires explicitly. They run like all others, but gate nothing.
 * docs/judgements.md lists them with the reason, after the cases that gate.
 */
import type { Case } from './model.js';

/** The reason of each lowered case, by its id. */
export type Lowered = Readonly<Record<string, string>>;

/** Lowers a case or vector from must to should if it is listed. */
export const lowering =
  (lowered: Lowered) =>
  <T extends Pick<Case, 'id' | 'level'>>(one: T): T =>
    Object.hasOwn(lowered, one.id) && one.level === 'must' ? { ...one, level: 'should' } : one;
