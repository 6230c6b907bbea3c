/** A mutant before the cases that have to find it. */
import type { Case } from '../../suites/model.js';
import type { Outcome } from '../try_cases.js';
import type { Built } from './reach/reach.js';

export interface Trial {
  /** `protocol/kind/name`: what `--only` matches, and what a recording keeps. */
  readonly path: string;
  readonly protocol: string;
  /** `codec`, or the peer that the mutant stands in for. */
  readonly kind: string;
  /** The requirements that it breaks. */
  readonly clause: readonly string[];
  readonly what: string;
  /** Milliseconds of waiting that its cases declare: the longest begin first. */
  readonly waits: number;
  /** The name of the mutant that it was drawn from, where nobody wrote it by hand. */
  readonly drawnFrom?: string;
  /** The cases that it is put to first, and their controls; of a codec nobody says. */
  readonly asks?: readonly string[];
  /** Puts it to the cases of its clauses, or to all that its peer is asked. */
  readonly attempt: (scope: Scope) => Promise<Attempt>;
}

export type Scope = 'related' | 'all';

/** What came of one trial. */
export interface Attempt {
  /** Cases of its clauses that found it, by a failed check. */
  readonly killers: readonly string[];
  /** Cases of other clauses that failed for it. */
  readonly strays: readonly string[];
  /** Cases that were promised to find it and did not, and cases that met a fault of ours. */
  readonly faults: readonly string[];
}

/** A peer that keeps to its text in a way of its own: no gating case may fail or be blocked for it. */
export interface EquivalentTrial {
  readonly path: string;
  readonly protocol: string;
  readonly kind: string;
  readonly what: string;
  /** The alarms, one sentence each. */
  readonly attempt: () => Promise<readonly string[]>;
}

/** A trial of each of these peers. `alarms` are the outcomes that a right peer must not have. */
export const equivalentPeers = <E extends { readonly id: string; readonly what: string }>(
  protocol: string,
  kind: string,
  all: readonly E[],
  alarms: (one: E) => Promise<readonly Outcome[]>,
): readonly EquivalentTrial[] =>
  all.map((one) => ({
    path: `${protocol}/${kind}/${one.id}`,
    protocol,
    kind,
    what: one.what,
    attempt: async () => (await alarms(one)).map(({ id, verdict, reason }) => `${id}: ${verdict}, ${reason}`),
  }));

/** The wrong peers of one protocol, and how they are put to its cases. */
export interface WrongPeers {
  /** Why none can be put to cases on this machine; undefined where they can. */
  refused(): Promise<string | undefined>;
  /** How many mutants are tried at once when nobody says: they mostly wait. */
  readonly atOnce: number;
  readonly trials: readonly Trial[];
  readonly equivalents: readonly EquivalentTrial[];
  /** Where they stand in the build; without it, all are tried each time. */
  readonly built?: Built;
  /** Gating cases that none of them can make fail, and why. */
  readonly reasons: Readonly<Record<string, string>>;
}

export const waitsOf = (cases: readonly Case[]): number =>
  Math.max(0, ...cases.map(({ waits = 0 }) => waits));

/** Ids of cases, and of their controls, near and far. */
export function asksOf(cases: readonly Case[], all: readonly Case[]): readonly string[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  const ids = new Set<string>();
  const take = ({ id, control }: Case): void => {
    if (ids.has(id)) return;
    ids.add(id);
    const other = control === undefined ? undefined : byId.get(control);
    if (other) take(other);
  };
  for (const one of cases) take(one);
  return [...ids].sort();
}
