/**
 * Mutants that are wrong on one side alone: over one transport, to one role, at one end. Each is drawn from a mutant that was
 * written by hand and is wrong on every side.
 */
import type { Mutant } from './mutant.js';

type Rule = (...given: never[]) => unknown;

/** For rules that know it: on which side they are asked. */
export type SidesOf<Rules> = {
  readonly [Name in keyof Rules]?: Rules[Name] extends (...given: infer Given) => unknown
    ? (...given: Given) => string
    : never;
};

export interface Divided<Rules> {
  readonly rules: Rules;
  readonly sides: SidesOf<Rules>;
  /** Each side by its name, and how a sentence says that something is wrong there alone. */
  readonly named: Readonly<Record<string, string>>;
  /** Mutants that are on one side as they are right, by id: why. */
  readonly same: Readonly<Record<string, string>>;
}

/** One for each side of each mutant that changes rules with sides, and no others. */
export function oneSided<Rules extends object, M extends Mutant<Rules>>(
  mutants: readonly M[],
  { rules, sides, named, same }: Divided<Rules>,
): readonly M[] {
  const dividable = new Set(Object.keys(sides));
  return mutants.flatMap((one) => {
    const changed = changedIn(rules, one.change(rules));
    if (changed.length === 0 || changed.some((name) => !dividable.has(name))) return [];
    return Object.entries(named).flatMap(([side, where]) => {
      const id = `${one.id}-${side}`;
      if (Object.hasOwn(same, id)) return [];
      const what = `${one.what.replace(/\.$/, '')}: ${where} alone.`;
      return [
        {
          ...one,
          id,
          what,
          drawnFrom: one.id,
          change: (right: Rules) => dividedBy(right, one.change(right), sides, side),
        },
      ];
    });
  });
}

/** The rules that a change has made others. */
export const changedIn = <Rules extends object>(right: Rules, wrong: Rules): readonly string[] =>
  Object.keys(wrong).filter((name) => wrong[name as keyof Rules] !== right[name as keyof Rules]);

function dividedBy<Rules extends object>(
  right: Rules,
  wrong: Rules,
  sides: SidesOf<Rules>,
  side: string,
): Rules {
  const divided = changedIn(right, wrong).map((name) => {
    const [is, was, sideOf] = [wrong, right, sides].map((of) => (of as Record<string, Rule>)[name]);
    if (!is || !was || !sideOf) throw new Error(`${name} has no sides`);
    return [name, (...given: never[]) => (sideOf(...given) === side ? is(...given) : was(...given))];
  });
  return { ...right, ...Object.fromEntries(divided) };
}
