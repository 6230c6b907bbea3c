import type { DaemonMutant } from '../../reference/mutants/openhost/mutant.js';
import type { Case } from '../../suites/model.js';
import { daemonCases } from '../../suites/openhost/cases.js';
import { embeddedOpenhost } from './embedded.js';
import { askAll, type Outcome } from './put.js';

export interface Kill {
  readonly mutant: DaemonMutant;
  /** Cases that failed and cite a clause that the mutant breaks. */
  readonly by: readonly Outcome[];
}

/** Puts the cases of the broken clauses to a wrong daemon. */
export async function tryToKill(mutant: DaemonMutant): Promise<Kill> {
  const concerns = ({ requires }: Case) => requires.some((id) => mutant.breaks.includes(id));
  const target = await embeddedOpenhost({ daemon: mutant.options, patience: 1500 });
  try {
    const outcomes = await askAll(daemonCases.filter(concerns), target);
    return { mutant, by: outcomes.filter(({ verdict }) => verdict === 'fail') };
  } finally {
    await target.close();
  }
}
