/** Checks of the answer to an offer, or of its absence. */
import type { Answer } from '../../reference/openhost/answer.js';
import type { Answered, Given, Offered } from './port.js';

/** Silence alone proves nothing: the port then sends a valid offer, and the daemon has to answer that one. */
const NO_ANSWER = 'no answer to this offer, and an answer to a valid offer of the same client';

export function expectAnswer({ expect }: Pick<Given, 'expect'>, offered: Offered): void {
  expect.that('the daemon answers the offer', offered !== 'silent', {
    expected: 'an answer',
    observed: offered === 'silent' ? NO_ANSWER : 'an answer',
  });
  if (offered !== 'silent') readable({ expect }, offered);
}

export function readable({ expect }: Pick<Given, 'expect'>, { answer }: Answered): Answer {
  const refused = 'refused' in answer ? answer.refused : undefined;
  expect.that('the client can open and decode the answer', refused === undefined, {
    expected: 'a valid answer',
    observed: refused ?? 'a valid answer',
  });
  return answer as Answer;
}

export function expectNoAnswer({ expect }: Pick<Given, 'expect'>, offered: Offered): void {
  expect.that('the daemon does not answer the offer', offered === 'silent', {
    expected: NO_ANSWER,
    observed: offered === 'silent' ? NO_ANSWER : `an answer after ${Math.round(offered.took)} ms`,
  });
}
