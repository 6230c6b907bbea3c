/** What came of an offer, as checks that name both sides. */
import type { Answer } from '../../reference/openhost/answer.js';
import type { Answered, Given, Offered } from './port.js';

const ANSWERED_NEXT = 'no answer to this offer, and one to a right offer of the same client';

export function expectAnswer({ expect }: Pick<Given, 'expect'>, offered: Offered): void {
  expect.that('the offer is answered', offered !== 'silent', {
    expected: 'an answer',
    observed: offered === 'silent' ? ANSWERED_NEXT : 'an answer',
  });
  if (offered !== 'silent') readable({ expect }, offered);
}

export function readable({ expect }: Pick<Given, 'expect'>, { answer }: Answered): Answer {
  const refused = 'refused' in answer ? answer.refused : undefined;
  expect.that('the answer can be read', refused === undefined, { observed: refused ?? 'read' });
  return answer as Answer;
}

export function expectNoAnswer({ expect }: Pick<Given, 'expect'>, offered: Offered): void {
  expect.that('the offer gets no answer', offered === 'silent', {
    expected: ANSWERED_NEXT,
    observed: offered === 'silent' ? ANSWERED_NEXT : `an answer after ${Math.round(offered.took)} ms`,
  });
}
