/** `--patience`: how many times as long as usual answers are waited for. */

/** Where there is no limit: days, and still a delay that timers take when it is multiplied by a few. */
const LONGEST = 2 ** 28;

export type Patience = number | 'off';

/** Milliseconds as long as that; never more than timers can wait. */
export const patient = (ms: number, patience: Patience = 1): number =>
  patience === 'off' ? LONGEST : Math.min(Math.round(ms * patience), LONGEST);
