/** `--patience`: the factor by which deadlines for answers are longer than usual. */

/** The factor for `off`: days, but small enough that a multiple is still a valid delay of a timer. */
const LONGEST = 2 ** 28;

export type Patience = number | 'off';

/** The longer milliseconds, at most what a timer can wait. */
export const patient = (ms: number, patience: Patience = 1): number =>
  patience === 'off' ? LONGEST : Math.min(Math.round(ms * patience), LONGEST);
