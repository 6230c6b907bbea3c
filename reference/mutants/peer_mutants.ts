/** The wrong peers of one protocol, grouped by the peer that they replace. */
export interface PeerMutants {
  readonly protocol: string;
  readonly kinds: Readonly<Record<string, readonly MutantFacts[]>>;
}

/** A mutant without its change. */
export interface MutantFacts {
  readonly id: string;
  readonly clause: readonly string[];
  readonly what: string;
}
