/** What came of an offer, as checks that name both sides. */
import type { Given, Offered } from './port.js';

const ANSWERED_NEXT = 'no answer to this offer, and one to a right offer of the same client';

export function expectAnswer({ expect }: Pick<Given, 'expect'>, offered: Offered): void {
  expect.that('the offer is answered', offered !== 'silent', {
    expected: 'an answer',
    observed: offered === 'silent' ? ANSWERED_NEXT : 'an answer',
  });
}

export function expectNoAnswer({ expect }: Pick<Given, 'expect'>, offered: Offered): void {
  expect.that('the offer gets no answer', offered === 'silent', {
    expected: ANSWERED_NEXT,
    observed: offered === 'silent' ? ANSWERED_NEXT : `an answer after ${Math.round(offered.took)} ms`,
  });
}
