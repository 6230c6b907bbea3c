/** The forms that rules have, and how each is dropped, inverted and late. */
import { DecodeError } from '../bytes/error.js';
import type { Kind } from './systematic.js';

type Judge = (...given: never[]) => boolean;
type Check = (...given: never[]) => void;
type List<One> = (...given: never[]) => readonly One[];

/** The subject of a call to a rule. Late means: for each subject, the rule does not act the first time. */
type Subject<Rule extends (...given: never[]) => unknown> = (...given: Parameters<Rule>) => unknown;

/** Whether something was seen before. */
function memory(): (subject: unknown) => boolean {
  const met = new Set<unknown>();
  return (subject) => met.size === met.add(subject).size;
}

const inverted =
  <Rule extends Judge>(rule: Rule) =>
  (...given: Parameters<Rule>) =>
    !rule(...given);

/** The rule acts when it says no. */
export const permits = <Rule extends Judge>(subject: Subject<Rule> = () => ''): Kind<Rule> => ({
  dropped: () => (() => true) as Rule,
  inverted: (rule) => inverted(rule) as Rule,
  late(rule) {
    const isMet = memory();
    return ((...given: Parameters<Rule>) => rule(...given) || !isMet(subject(...given))) as Rule;
  },
});

/** The rule acts when it says yes. */
export const acts = <Rule extends Judge>(subject: Subject<Rule> = () => ''): Kind<Rule> => ({
  dropped: () => (() => false) as Rule,
  inverted: (rule) => inverted(rule) as Rule,
  late(rule) {
    const isMet = memory();
    return ((...given: Parameters<Rule>) => rule(...given) && isMet(subject(...given))) as Rule;
  },
});

/** The rule lists who is served. Late, it returns the list of the call before. */
export const serves = <One, Rule extends List<One>>(
  subject: Subject<Rule>,
  others: (served: readonly One[], ...given: Parameters<Rule>) => readonly One[],
): Kind<Rule> => ({
  dropped: () => (() => []) as List<One> as Rule,
  inverted: (rule) => ((...given: Parameters<Rule>) => others(rule(...given), ...given)) as Rule,
  late(rule) {
    const due = new Map<unknown, readonly One[]>();
    return ((...given: Parameters<Rule>) => {
      const about = subject(...given);
      const before = due.get(about) ?? [];
      due.set(about, rule(...given));
      return before;
    }) as Rule;
  },
});

/** The rule throws a DecodeError for an invalid input, and returns nothing. */
export const checks = <Rule extends Check>(subject: Subject<Rule> = () => ''): Kind<Rule> => ({
  dropped: () => (() => {}) as Rule,
  inverted: (rule) =>
    ((...given: Parameters<Rule>) => {
      if (!rejects(rule, given)) throw new DecodeError('inverted');
    }) as Rule,
  late(rule) {
    const isMet = memory();
    return ((...given: Parameters<Rule>) => {
      if (rejects(rule, given) && isMet(subject(...given))) rule(...given);
    }) as Rule;
  },
});

export function rejects<Rule extends (...given: never[]) => unknown>(
  rule: Rule,
  given: Parameters<Rule>,
): boolean {
  try {
    rule(...given);
    return false;
  } catch (error) {
    if (error instanceof DecodeError) return true;
    throw error;
  }
}
