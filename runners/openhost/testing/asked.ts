/** One case, put to a reference daemon of which something is changed. */
import { daemonCases } from '../../../suites/openhost/cases.js';
import { type Outcome, tryCase } from '../../try_cases.js';
import { type EmbeddedOptions, embeddedOpenhost } from '../embedded.js';

export const PATIENCE = 2000;
/** What a case says whose own end never comes. */
export const HUNG = /no end after/;
export const named = (id: string) => {
  const found = daemonCases.find((one) => one.id === id);
  if (!found) throw new Error(`no case ${id}`);
  return found;
};

/** What a case says of a daemon that is like this. */
export async function asked(id: string, options: EmbeddedOptions): Promise<Outcome> {
  const target = await embeddedOpenhost({ patience: PATIENCE, ...options });
  try {
    return await tryCase(named(id), target);
  } finally {
    await target.close();
  }
}
