import { describe, expect, it } from 'vitest';
import { equivalents } from '../../reference/mutants/punch/equivalents.js';
import { liveCases } from '../../suites/punch/cases.js';
import { falseAlarms } from './mutants.js';

/** One broker in three, and a few cases of each kind. `conform mutants --equivalents` runs all cases against all of them. */
const some = equivalents.filter((_, at) => at % 3 === 0);

const few = new Set([
  'punch/1/messages-are-json',
  'punch/2/name-64',
  'punch/2/name-65',
  'punch/4.2/starts-waiting',
  'punch/4.2/connected',
  'punch/4.3/maximum',
  'punch/5/create',
  'punch/5/query',
  'punch/5.1/missing',
  'punch/6/fragments',
  'punch/6/port-1024',
  'punch/6.2/peer-second',
  'punch/6.2/start',
  'punch/8.1/code',
  'punch/11/on-404',
]);
const cases = liveCases.filter(({ id }) => few.has(id));

describe.concurrent('no gating case fails or is blocked for a broker of which', { timeout: 120_000 }, () => {
  it.each(some.map((one) => [one.what, one] as const))('%s', async (_what, one) => {
    expect(cases).toHaveLength(few.size);
    expect((await falseAlarms(one, cases, 2_000)).map(({ id, reason }) => `${id}: ${reason}`)).toEqual([]);
  });
});

it('every equivalent broker has its own id', () => {
  expect(new Set(equivalents.map(({ id }) => id)).size).toBe(equivalents.length);
});
