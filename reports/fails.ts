import type { Result } from '../suites/model.js';

/** What a list of problems holds: a fail or an error of ours. */
export const isProblem = ({ verdict }: Result): boolean => verdict === 'fail' || verdict === 'error';

/** One line: why it failed, or what it wanted. */
export const inShort = ({ reason, checks = [], title }: Result): string =>
  reason ?? checks.find(({ ok }) => !ok)?.what ?? title;
