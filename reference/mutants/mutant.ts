/** A variant of a reference that is wrong on purpose: its rules, changed in one respect. */
export interface Mutant<Rules> {
  readonly id: string;
  /** The requirements that it breaks: a case that fails for it cites one of them. */
  readonly clause: readonly string[];
  /** What is wrong with it, in one sentence. */
  readonly what: string;
  /** The id of the mutant that it was drawn from, where nobody wrote it by hand. */
  readonly drawnFrom?: string;
  /** Called once for each peer that is started: what the changed rules remember belongs to that peer alone. */
  readonly change: (rules: Rules) => Rules;
}
