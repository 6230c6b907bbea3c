import { hash } from 'node:crypto';
import picomatch from 'picomatch';
import { LEVELS } from '../suites/levelled.js';
import type { Case, Level, Plan, Target } from '../suites/model.js';

export interface Selection {
  /** Globs on ids. Without globs, all cases are selected. */
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
  readonly shard?: { readonly index: number; readonly of: number } | undefined;
  readonly seed: number;
  /** Ids of cases that run before all others. */
  readonly first?: ReadonlySet<string> | undefined;
}

/** The cases of one target, in order. Cases of the phase `last` come at the end. */
export interface TargetPlan {
  readonly target: Target;
  readonly cases: readonly Case[];
}

/** Milliseconds. */
const LONG = 20_000;

/** The cases that apply to a target. */
export const askableOf = (target: Target, cases: readonly Case[]): Case[] =>
  cases.filter(
    (one) =>
      (target.protocols === undefined || target.protocols.includes(one.protocol)) &&
      one.ports.some((port) => target.ports[port]),
  );

export function planFor(target: Target, cases: readonly Case[], selection: Selection): TargetPlan {
  const wanted = selectorOf(selection);
  const chosen = askableOf(target, cases).filter(({ id }) => wanted(id));
  // Cases with long waits start first, so all others run during these waits.
  const ranked = chosen.map((one) => ({
    one,
    turn: turnOf(one, selection),
    lot: digest(`${selection.seed}\n${one.id}`),
  }));
  ranked.sort((a, b) => a.turn - b.turn || (a.lot < b.lot ? -1 : 1));
  return { target, cases: ranked.map(({ one }) => one) };
}

/** Cases with a smaller turn start first. */
const turnOf = ({ id, phase, waits = 0 }: Case, { first }: Selection): number =>
  (phase === 'last' ? 4 : 0) + (first?.has(id) ? 0 : 2) + (waits > LONG ? 0 : 1);

/** An id without special characters of globs. */
const PLAIN = /^[\w./-]+$/;

export function selectorOf({
  only = [],
  skip = [],
  shard,
}: Omit<Selection, 'seed' | 'first'>): (id: string) => boolean {
  const matches = (globs: readonly string[]) => {
    // A tag may select hundreds of ids. To make a matcher for each would take longer than the run.
    const literal = new Set(globs.filter((glob) => PLAIN.test(glob)));
    const matchers = globs.filter((glob) => !literal.has(glob)).map((glob) => picomatch(glob));
    return (id: string) => literal.has(id) || matchers.some((match) => match(id));
  };
  const isWanted = only.length === 0 ? () => true : matches(only);
  const isLeftOut = matches(skip);
  return (id) => isWanted(id) && !isLeftOut(id) && (!shard || shardOf(id, shard.of) === shard.index);
}

/** Depends only on the id, so a shard keeps its cases when others are added. */
export const shardOf = (id: string, of: number): number =>
  (Number.parseInt(digest(`shard\n${id}`).slice(0, 8), 16) % of) + 1;

export function describePlan(plans: readonly TargetPlan[]): Plan {
  const cases = plans.map(({ target, cases: planned }) => ({
    target: target.name,
    ids: planned.map(({ id }) => id),
  }));
  return { hash: digest(JSON.stringify(cases)), cases };
}

/** Whether a failure of this case makes the run red: by its set, its level, and the reading that the target follows. */
export const gatesFor = (one: Case, target: Target, level: Level): boolean =>
  one.outside === undefined && LEVELS.indexOf(one.level) <= LEVELS.indexOf(level) && isSpoken(one, target);

/** Whether the target follows the reading that the case tests. */
export function isSpoken({ dialect }: Case, { dialects }: Target): boolean {
  if (!dialect) return true;
  const spoken = dialects?.[dialect.subject];
  return spoken === undefined ? dialect.norm : spoken === dialect.name;
}

/** A Hash object would take twice as long, and each case needs a digest. */
const digest = (text: string): string => hash('sha256', text);
