import { DecodeError } from '../../bytes/error.js';
import type { Rules } from '../../tunnel/peers/rules.js';
import type { Mutant } from '../mutant.js';
import { none, type RuleTable } from '../systematic.js';

export type Command = 'in' | 'out';

/** What the runner must know of a mutant beside its change. */
export interface TunnelFacts {
  /** The cases that must find it. Each cites a clause of the mutant, and together they cite all of its clauses. */
  readonly killedBy: readonly string[];
  /** Only this command is wrong. */
  readonly only?: Command;
}

/** A tunnel program that is wrong in one respect. */
export type TunnelMutant = Mutant<Rules> & TunnelFacts;

/** The descriptors of some rules. */
export type TunnelRules = Partial<RuleTable<Rules, TunnelFacts>>;

/** What is said of a rule that is wrong: the cases that must find it, without the name of the protocol. */
export const found = (...ids: readonly string[]): TunnelFacts => ({ killedBy: casesOf(ids) });

export const NO_OPPOSITE = none('It has no opposite.');

/** Longer than any case waits. */
export const MINUTE = 60_000;

type Change = (rules: Rules) => Partial<Rules>;

export interface Sketch {
  readonly id: string;
  /** Clauses and cases are written without the name of the protocol. */
  readonly clause: readonly string[];
  readonly what: string;
  readonly kills: readonly string[];
  readonly only?: Command;
  readonly change: Change;
}

export const mutant = ({ id, clause, what, kills, only, change }: Sketch): TunnelMutant => ({
  id,
  clause: clause.map((one) => `TUNNEL-${one}`),
  what,
  killedBy: casesOf(kills),
  ...(only && { only }),
  change: (rules) => ({ ...rules, ...change(rules) }),
});

/** Those of the words that this decoder reads. */
export const readable = (words: readonly string[], decode: (word: string) => unknown): readonly string[] =>
  words.filter((word) => {
    try {
      decode(word);
      return true;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return false;
    }
  });

/** Ids of cases that are written without the name of the protocol. */
export const casesOf = (ids: readonly string[]): readonly string[] => ids.map((id) => `tunnel/${id}`);

/** The wrong program at both ends, and as `in` with the reference as `out`. */
export const wrongIn = (id: string): readonly string[] => [id, `${id}-to-reference`];
/** The wrong program at both ends, and as `out` with the reference as `in`. */
export const wrongOut = (id: string): readonly string[] => [id, `${id}-from-reference`];
export const wrongBoth = (id: string): readonly string[] => [...wrongIn(id), `${id}-from-reference`];
