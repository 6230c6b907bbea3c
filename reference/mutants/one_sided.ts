/**
 * Mutants that are wrong on one side only: over one transport, to one role, or at one end. Each is derived from a
 * handwritten mutant that is wrong on every side.
 */
import type { Mutant } from './mutant.js';

type Rule = (...given: never[]) => unknown;

/** For each rule with sides: the side of a call. */
export type SidesOf<Rules> = {
  readonly [Name in keyof Rules]?: Rules[Name] extends (...given: infer Given) => unknown
    ? (...given: Given) => string
    : never;
};

export interface Divided<Rules> {
  readonly rules: Rules;
  /** Called once for each started peer, so that sides with a memory share nothing between peers. */
  readonly sides: () => SidesOf<Rules>;
  /** The sides by name, each with words that limit a sentence to this side. */
  readonly named: Readonly<Record<string, string>>;
  /** Variants that make no difference, by id, with the reason. */
  readonly same: Readonly<Record<string, string>>;
}

/** One variant for each side of each mutant that changes rules with sides. */
export function oneSided<Rules extends object, M extends Mutant<Rules>>(
  mutants: readonly M[],
  { rules, sides, named, same }: Divided<Rules>,
): readonly M[] {
  const dividable = new Set(Object.keys(sides()));
  return mutants.flatMap((one) => {
    const changed = changedIn(rules, one.change(rules));
    if (changed.length === 0 || changed.some((name) => !dividable.has(name))) return [];
    return Object.entries(named).flatMap(([side, where]) => {
      const id = `${one.id}-${side}`;
      if (Object.hasOwn(same, id)) return [];
      const what = `${one.what.replace(/\.$/, '')}: ${where} only.`;
      return [
        {
          ...one,
          id,
          what,
          drawnFrom: one.id,
          change: (right: Rules) => dividedBy(right, one.change(right), sides(), side),
        },
      ];
    });
  });
}

/** The names of the rules that a change replaced. */
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
