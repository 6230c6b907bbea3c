/** Runs one case against a changed reference daemon. */
import { daemonCases } from '../../../suites/openhost/cases.js';
import { type Outcome, tryCase } from '../../try_cases.js';
import { type EmbeddedOptions, embeddedOpenhost } from '../embedded.js';

export const PATIENCE = 2000;
/** The reason of a case that only its deadline ended. */
export const HUNG = /no end after/;
export const named = (id: string) => {
  const found = daemonCases.find((one) => one.id === id);
  if (!found) throw new Error(`no case ${id}`);
  return found;
};

/** The outcome of a case for this daemon. */
export async function asked(id: string, options: EmbeddedOptions): Promise<Outcome> {
  const target = await embeddedOpenhost({ patience: PATIENCE, ...options });
  try {
    return await tryCase(named(id), target);
  } finally {
    await target.close();
  }
}
