import type { Case } from '../../suites/model.js';

/** The first quick case of each section. The checks run the whole suites. */
export function oneOfEachSection(cases: readonly Case[]): readonly Case[] {
  const found = new Map<string, Case>();
  for (const one of cases) {
    const [, section = ''] = one.id.split('/');
    if (!found.has(section) && one.waits === undefined && one.harm === undefined) found.set(section, one);
  }
  return [...found.values()];
}
