/** One mutant, and the run of the cases that should kill it. */
import { defined } from '../../defined.js';
import type { Mutant } from '../../reference/mutants/mutant.js';
import type { MayCarry } from '../../reference/mutants/systematic.js';
import type { Case } from '../../suites/model.js';
import type { Outcome } from '../try_cases.js';
import type { Built } from './reach/reach.js';

export interface Trial extends MayCarry {
  /** `protocol/kind/name`: `--only` matches it, and a recording contains it. */
  readonly path: string;
  readonly protocol: string;
  /** `codec`, or the peer that the mutant replaces. */
  readonly kind: string;
  /** The requirements that it breaks. */
  readonly clause: readonly string[];
  readonly what: string;
  /** The milliseconds that its cases declare as waits. The longest trials begin first. */
  readonly waits: number;
  /** For a generated mutant, the name of the mutant that it was derived from. */
  readonly drawnFrom?: string;
  /** The cases that run first, and their controls. Absent for codecs. */
  readonly asks?: readonly string[];
  /** Runs the cases of its clauses, or all cases of its peer. */
  readonly attempt: (scope: Scope) => Promise<Attempt>;
}

export type Scope = 'related' | 'all';

/** The result of one trial. */
export interface Attempt {
  /** Cases of its clauses that killed it, by a failed check. */
  readonly killers: readonly string[];
  /** Cases of other clauses that failed. */
  readonly strays: readonly string[];
  /** Cases that should have killed it and did not, and cases that met a fault of ours. */
  readonly faults: readonly string[];
}

/** A peer that follows its specification in an unusual way. No gating case may fail or be blocked against it. */
export interface EquivalentTrial {
  readonly path: string;
  readonly protocol: string;
  readonly kind: string;
  readonly what: string;
  /** The alarms, one sentence each. */
  readonly attempt: () => Promise<readonly string[]>;
}

/** One trial for each of these peers. `alarms` are the outcomes that a right peer must not have. */
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

/** The wrong peers of one protocol, and how its cases run against them. */
export interface WrongPeers {
  /** Why they cannot run on this machine. Undefined if they can. */
  refused(): Promise<string | undefined>;
  /** The default number of mutants that are tried at once. They mostly wait. */
  readonly atOnce: number;
  readonly trials: readonly Trial[];
  readonly equivalents: readonly EquivalentTrial[];
  /** Their modules in the build. Without it, all mutants are tried each time. */
  readonly built?: Built;
  /** Gating cases that no mutant can make fail, with the reason. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** A mutant of a peer, without its change. */
export type DescribedMutant = Pick<Mutant<never>, 'id' | 'clause' | 'what' | 'drawnFrom'> & MayCarry;

interface Tried extends Pick<Trial, 'protocol' | 'kind' | 'attempt'> {
  /** The cases that should kill it. */
  readonly related: readonly Case[];
  /** All cases of its peer. */
  readonly cases: readonly Case[];
}

/** The trial of a mutant that replaces a peer. */
export const peerTrial = (
  { id, clause, what, drawnFrom, carries }: DescribedMutant,
  { protocol, kind, attempt, related, cases }: Tried,
): Trial => ({
  ...{ path: `${protocol}/${kind}/${id}`, protocol, kind, clause, what },
  ...defined({ drawnFrom, carries }),
  waits: Math.max(0, ...related.map(({ waits = 0 }) => waits)),
  asks: withTheirControls(related, cases),
  attempt,
});

/** The ids of cases, of their controls, and of the controls of these. */
function withTheirControls(cases: readonly Case[], all: readonly Case[]): readonly string[] {
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
