/** A deliberately wrong variant of a reference: its rules with one change. */
export interface Mutant<Rules> {
  readonly id: string;
  /** The requirements that it breaks. A case that kills it cites one of them. */
  readonly clause: readonly string[];
  /** What is wrong with it, in one sentence. */
  readonly what: string;
  /** For a generated mutant, the id of the mutant that it was derived from. */
  readonly drawnFrom?: string;
  /** Called once for each started peer, so that changed rules with a memory share nothing between peers. */
  readonly change: (rules: Rules) => Rules;
}
