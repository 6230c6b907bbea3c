import type { DaemonOptions } from '../../openhost/peers/daemon/options.js';
import type { DaemonSeams } from '../../openhost/peers/daemon/seams.js';

/** A daemon that is wrong in one respect. */
export interface DaemonMutant {
  readonly name: string;
  /** The clauses that this breaks: a case that kills it has to cite one of them. */
  readonly breaks: readonly string[];
  readonly options: Partial<DaemonOptions>;
}

export const mutant = (
  name: string,
  breaks: readonly string[],
  seams: Partial<DaemonSeams>,
): DaemonMutant => ({
  name,
  breaks,
  options: { seams },
});
