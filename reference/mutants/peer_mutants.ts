/** The wrong peers of one protocol, by what they stand in for. */
export interface PeerMutants {
  readonly protocol: string;
  readonly kinds: Readonly<Record<string, readonly MutantFacts[]>>;
}

/** What a mutant is, without its change. */
export interface MutantFacts {
  readonly id: string;
  readonly clause: readonly string[];
  readonly what: string;
}
