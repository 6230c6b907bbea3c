import type { Verdict } from '../suites/model.js';

interface Ended {
  readonly verdict: Verdict;
  readonly failed: readonly unknown[];
}

/**
 * The one rule for all kinds of mutants: a failed check kills a mutant. A timeout or a lost answer kills only a mutant
 * whose fault is silence.
 */
export const kills = ({ verdict, failed }: Ended, { silent }: { readonly silent?: true } = {}): boolean =>
  verdict === 'fail' && (failed.length > 0 || silent === true);

/** A kill counts only if the case cites a clause of the mutant. */
export const concerns = (
  { requires }: { readonly requires: readonly string[] },
  { clause }: { readonly clause: readonly string[] },
): boolean => requires.some((id) => clause.includes(id));
