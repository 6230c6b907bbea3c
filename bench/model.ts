/** One figure: how much of what was wanted, or of what the bare way does, there is. */
export interface Measured {
  readonly what: string;
  readonly ratio: number;
  /** The ratio is missed below it; without one, the figure is only told. */
  readonly target?: number;
}

export interface Bench {
  readonly name: string;
  /** The share is 1 for the full form, less for the short one, which only shows that the bench still works. */
  run(share: number): Promise<readonly Measured[]>;
}

export const SHORT = 1 / 4;

/** That share of an amount, a whole number of steps, at least one. */
export const shareOf = (amount: number, share: number, step = 1): number =>
  step * Math.max(1, Math.round((amount * share) / step));
