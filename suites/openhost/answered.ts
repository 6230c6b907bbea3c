/** Checks of the answer to an offer, or of its absence. */
import type { Answer } from '../../reference/openhost/answer.js';
import type { Answered, DaemonContext, Offered } from './port.js';

/** Silence by itself proves nothing: the port then sends a valid offer, and the daemon has to answer that one. */
const NO_ANSWER = 'no answer to this offer, and an answer to a valid offer of the same client';

/** Checks that there is an answer, whether or not it decodes. */
export function expectAnswered(
  { expect }: Pick<DaemonContext, 'expect'>,
  offered: Offered,
  what: string,
  silence = 'no answer',
): asserts offered is Answered {
  expect.that(what, offered !== 'silent', {
    expected: 'an answer',
    observed: offered === 'silent' ? silence : 'an answer',
  });
}

export function expectAnswer(
  context: Pick<DaemonContext, 'expect'>,
  offered: Offered,
): asserts offered is Answered {
  expectAnswered(context, offered, 'the daemon answers the offer', NO_ANSWER);
  readable(context, offered);
}

export function readable({ expect }: Pick<DaemonContext, 'expect'>, { answer }: Answered): Answer {
  const refused = 'refused' in answer ? answer.refused : undefined;
  expect.that('the client can open and decode the answer', refused === undefined, {
    expected: 'a valid answer',
    observed: refused ?? 'a valid answer',
  });
  return answer as Answer;
}

export function expectNoAnswer({ expect }: Pick<DaemonContext, 'expect'>, offered: Offered): void {
  expect.that('the daemon does not answer the offer', offered === 'silent', {
    expected: NO_ANSWER,
    observed: offered === 'silent' ? NO_ANSWER : `an answer after ${Math.round(offered.took)} ms`,
  });
}
