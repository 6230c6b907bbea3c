/** Whether what was counted contradicts a rate: so rare a count, were the rate right, is taken for a change. */
const RARE = 0.01;

/** More rounds failed than a case with that rate lets expect. */
export const isTooOften = (failed: number, rounds: number, rate: number): boolean =>
  failed > 0 && tail(failed, rounds, rate) < RARE;

/** No round failed, in more rounds than a case with that rate passes in a row. */
export const isTooSeldom = (failed: number, rounds: number, rate: number): boolean =>
  failed === 0 && (1 - rate) ** rounds < RARE;

/** The probability of so many fails or more: the sum of the binomial distribution from there. */
function tail(failed: number, rounds: number, rate: number): number {
  let sum = 0;
  let term = (1 - rate) ** rounds;
  for (let count = 0; count < failed; count++) {
    sum += term;
    term *= ((rounds - count) / (count + 1)) * (rate / (1 - rate));
  }
  return 1 - sum;
}
