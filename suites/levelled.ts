import type { Case, Level, Requirement } from './model.js';

/** From the strongest to the weakest. */
export const LEVELS: readonly Level[] = ['must', 'should', 'may'];

/** Gives each case the level of its strongest requirement, unless its file names a weaker one. */
export function levelledBy(requirements: readonly Requirement[]): (one: Case) => Case {
  const levels = new Map(requirements.map(({ id, level }) => [id, LEVELS.indexOf(level)]));
  return (one) => {
    const strongest = Math.min(...one.requires.map((id) => levels.get(id) ?? 0));
    const level = LEVELS[Math.max(strongest, LEVELS.indexOf(one.level))];
    return level === undefined || level === one.level ? one : { ...one, level };
  };
}
