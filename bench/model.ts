/** One figure: a ratio to the goal, or to a bare implementation. */
export interface Measured {
  readonly what: string;
  readonly ratio: number;
  /** The least ratio that is good enough. Without a target, the figure is only printed. */
  readonly target?: number;
}

export interface Bench {
  readonly name: string;
  /** `share` is 1 for the full form. It is smaller for the short form, which only shows that the bench still works. */
  run(share: number): Promise<readonly Measured[]>;
}

export const SHORT = 1 / 4;

/** This share of an amount, as a whole number of steps, at least one. */
export const shareOf = (amount: number, share: number, step = 1): number =>
  step * Math.max(1, Math.round((amount * share) / step));
