/** A target that could not be opened is a target all the same: each of its cases is blocked, and others are still asked. */
import { Unreachable } from '../suites/case.js';
import type { Need, Target } from '../suites/model.js';

export interface Unopened extends Pick<Target, 'name' | 'kind' | 'provides' | 'dialects' | 'protocols'> {
  /** Why it did not open. */
  readonly reason: string;
  /** What could not be had: `the daemon`. */
  readonly what: string;
  readonly mend: string;
}

export function unopenedTarget({ reason, what, mend, ...described }: Unopened): Target {
  const need: Need = { what, for: 'each of its cases', ok: false, seen: reason, mend };
  return {
    ...described,
    capabilities: null,
    concurrency: 64,
    production: false,
    needs: async () => [need],
    remarks: () => [reason],
    port: () => Promise.reject(new Unreachable(reason)),
    close: async () => {},
  };
}
