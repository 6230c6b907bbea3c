import { expect, it } from 'vitest';
import { daemonCases } from '../../suites/openhost/cases.js';
import { clientCases } from '../../suites/openhost/clients.js';
import { oneOfEachSection } from '../testing/sections.js';
import { tryCases } from '../try_cases.js';
import { embeddedOpenhost } from './embedded.js';

it.each([
  ['daemon', daemonCases],
  ['client', clientCases],
])('the %s passes one case of each section', async (_what, all) => {
  const target = await embeddedOpenhost();
  try {
    const cases = oneOfEachSection(all);
    const outcomes = await tryCases(cases, target, 1, all);
    expect(outcomes.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(3);
  } finally {
    await target.close();
  }
});
