/**
 * Mutants that are generated from the rules of a peer, three for each rule: one drops the rule, one inverts it, and one is
 * late with it. A table has a descriptor for each rule, so that a new rule without one does not compile.
 */
import type { Mutant } from './mutant.js';

const WAYS = ['dropped', 'inverted', 'late'] as const;
export type Way = (typeof WAYS)[number];

/** Makes a rule wrong. Called once for each started peer. */
export type Wrong<Rule> = (rule: Rule) => Rule;

/** How rules of one form are dropped, inverted and late. */
export type Kind<Rule> = Readonly<Record<Way, Wrong<Rule>>>;

/**
 * What a rule carries as a whole. When the rule is wrong, cases of these sections fail before they come to their own question,
 * so they neither kill its mutant nor count as strays.
 */
export interface Carried {
  /** As written in the ids of cases: `6.2`. */
  readonly sections: readonly string[];
  readonly because: string;
}

/** Only generated mutants may have this. A mutant that is written by hand must be small enough to break only its clauses. */
export interface MayCarry {
  readonly carries?: Carried;
}

/** What is said of a mutant that is made of a rule. */
interface Said<Facts> extends MayCarry {
  /** What is wrong with it, in one sentence. */
  readonly what: string;
  /** The clauses of its rule when absent. */
  readonly clause?: readonly string[];
  /** What the runner must know of it beside its change. */
  readonly facts?: Facts;
}

interface Made<Rule, Facts> extends Said<Facts> {
  readonly as: Wrong<Rule>;
}

/** Why this change is not made from the table: it is written by hand, or no case may see a difference. */
export type Absent = { readonly byHand: readonly string[] } | { readonly because: string };

/** Where a rule has a kind, a sentence is enough. */
export type Descriptor<Rule, Facts> = { readonly clause: readonly string[] } & (
  | ({ readonly kind: Kind<Rule> } & Readonly<Record<Way, string | Said<Facts> | Made<Rule, Facts> | Absent>>)
  | ({ readonly kind?: undefined } & Readonly<Record<Way, Made<Rule, Facts> | Absent>>)
);

export type RuleTable<Rules, Facts> = {
  readonly [Name in keyof Rules]-?: Descriptor<Rules[Name], Facts>;
};

export const byHand = (...ids: readonly string[]): Absent => ({ byHand: ids });
export const none = (because: string): Absent => ({ because });
/** For a rule without systematic mutants. */
export function noneOf(because: string) {
  const absent = none(because);
  return { clause: [], dropped: absent, inverted: absent, late: absent };
}

/** One cell of a table. */
export interface Entry<Rules, Facts> {
  readonly rule: string;
  readonly way: Way;
  readonly cell: (Mutant<Rules> & Partial<Facts> & MayCarry) | Absent;
}

export function entriesOf<Rules extends object, Facts>(
  table: RuleTable<Rules, Facts>,
): readonly Entry<Rules, Facts>[] {
  const names = Object.keys(table) as (keyof Rules & string)[];
  return names.flatMap((rule) =>
    WAYS.map((way) => ({ rule, way, cell: cellOf<Rules, Facts, typeof rule>(rule, table[rule], way) })),
  );
}

function cellOf<Rules, Facts, Name extends keyof Rules & string>(
  name: Name,
  one: Descriptor<Rules[Name], Facts>,
  way: Way,
): Entry<Rules, Facts>['cell'] {
  const cell = one[way];
  if (typeof cell !== 'string' && !('what' in cell)) return cell;
  const said: Said<Facts> = typeof cell === 'string' ? { what: cell } : cell;
  const as = typeof cell !== 'string' && 'as' in cell ? cell.as : one.kind?.[way];
  if (!as) throw new TypeError(`${name} has no kind that makes it ${way}`);
  return {
    ...(said.facts as Partial<Facts>),
    id: `${dashed(name)}-${way}`,
    clause: said.clause ?? one.clause,
    what: said.what,
    ...(said.carries && { carries: said.carries }),
    change: (rules) => ({ ...rules, [name]: as(rules[name]) }),
  };
}

/** The name of a rule as ids have it. */
const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const mutantsIn = <Rules, Facts>(
  entries: readonly Entry<Rules, Facts>[],
): readonly (Mutant<Rules> & Partial<Facts> & MayCarry)[] =>
  entries.flatMap(({ cell }) => ('change' in cell ? [cell] : []));
