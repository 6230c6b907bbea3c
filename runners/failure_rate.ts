/** Whether a count contradicts a failure rate. A count that is this unlikely under the rate counts as a change. */
const RARE = 0.01;

/** Whether more rounds failed than the rate explains. */
export const isTooOften = (failed: number, rounds: number, rate: number): boolean =>
  failed > 0 && tail(failed, rounds, rate) < RARE;

/** Whether no round failed, in more rounds than a case with this rate passes in a row. */
export const isTooSeldom = (failed: number, rounds: number, rate: number): boolean =>
  failed === 0 && (1 - rate) ** rounds < RARE;

/** The probability of this many failures or more, as a sum of the binomial distribution. */
function tail(failed: number, rounds: number, rate: number): number {
  let sum = 0;
  let term = (1 - rate) ** rounds;
  for (let count = 0; count < failed; count++) {
    sum += term;
    term *= ((rounds - count) / (count + 1)) * (rate / (1 - rate));
  }
  return 1 - sum;
}
