import type { Result } from '../suites/model.js';

/** Whether a list of problems contains the result: a failure, or an error on our side. */
export const isProblem = ({ verdict }: Result): boolean => verdict === 'fail' || verdict === 'error';

/** One line: why it failed, or else its title. */
export const inShort = ({ reason, checks = [], title }: Result): string =>
  reason ?? checks.find(({ ok }) => !ok)?.what ?? title;
