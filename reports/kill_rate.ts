/** Of wrong variants that break something, how many the cases find. */
export interface Kills {
  readonly killed: number;
  readonly of: number;
}

/** Rounded down, so that 100 % is all of them. */
export const rate = (part: number, whole: number): string =>
  whole === 0 ? 'none' : `${Math.floor((1000 * part) / whole) / 10} %`;

/** Nothing where no mutant breaks it. */
export const killWords = (kills: Kills | undefined): string | undefined =>
  kills === undefined || kills.of === 0
    ? undefined
    : `kill rate ${rate(kills.killed, kills.of)}: ${kills.killed} of ${kills.of} mutants`;
