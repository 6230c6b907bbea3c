import { expect, it } from 'vitest';
import type { Observation } from '../../suites/model.js';
import { labNeeds, programNeeds } from './needs.js';

const put = (observation: Observation) => async () => observation;
const seen = (ok: boolean): Observation => ({ ended: 'seen', checks: [{ what: 'a key is on stderr', ok }] });

it('says why no lab can be had, and what to do', async () => {
  const needs = await labNeeds('no namespaces here');
  const need = needs.find(({ what }) => what === (process.platform === 'linux' ? 'namespaces' : 'Linux'));
  expect(need?.ok).toBe(false);
  expect(need?.mend).toMatch(/./);
});

it('asks nothing of a program that is not there', async () => {
  const asked = () => expect.unreachable('it was asked');
  const needs = await programNeeds(['/no/such/program'], undefined, asked);
  expect(needs.map(({ what, ok }) => [what, ok])).toEqual([['the program', false]]);
});

it('asks nothing of a program where no lab can be had', async () => {
  const asked = () => expect.unreachable('it was asked');
  expect(await programNeeds([process.execPath], 'no namespaces', asked)).toHaveLength(1);
});

it.each([
  ['printed', seen(true), true, /printed to stderr/],
  ['not printed', seen(false), false, /a key is on stderr/],
  ['not asked for', { ended: 'unreachable', reason: 'no lab', checks: [] } as Observation, false, /no lab/],
])('says that its key is %s', async (_what, observation, ok, said) => {
  const [, key] = await programNeeds([process.execPath], undefined, put(observation));
  expect(key?.ok).toBe(ok);
  expect(key?.seen).toMatch(said);
});
