import { expect, it } from 'vitest';
import { tunnelMutants } from '../../reference/mutants/tunnel/mutants.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { trialOf, wrongPeers } from './wrong_peers.js';

const [mutant] = tunnelMutants.filter(({ id }) => id === 'usage-is-success');
const promised = mutant?.killedBy ?? [];
const STRAY = 'tunnel/udp/replies';

/** The attempt of a mutant that these cases find, and what it was put to. */
async function attempted(scope: 'related' | 'all', red: readonly string[]) {
  if (!mutant) throw new Error('there is no such mutant');
  let put: readonly string[] = [];
  const attempt = await trialOf(mutant, async (_mutant, cases) => {
    put = cases;
    return cases.map((id) => ({ id, red: red.includes(id), why: 'every check held' }));
  }).attempt(scope);
  return { attempt, put };
}

it('puts a mutant to its own cases, or to all with its own first', async () => {
  const [related, all] = [await attempted('related', promised), await attempted('all', promised)];
  expect(related.put).toEqual(promised);
  expect(all.put.slice(0, promised.length)).toEqual(promised);
  expect([...all.put].sort()).toEqual(liveCases.map(({ id }) => id).sort());
  expect(related.attempt).toEqual({ killers: promised, strays: [], faults: [] });
});

it('tells a case that was promised and does not find it, and a case that was not and does', async () => {
  const [missing = '', ...others] = promised;
  const { attempt } = await attempted('all', [...others, STRAY]);
  expect(attempt).toEqual({
    killers: others,
    strays: [STRAY],
    faults: [`${missing} does not find it: every check held`],
  });
});

it('has a trial for each mutant, which asks the controls of its cases too', () => {
  expect(wrongPeers.trials.map(({ path }) => path)).toEqual(
    tunnelMutants.map(({ id }) => `tunnel/program/${id}`),
  );
  const trial = wrongPeers.trials.find(({ path }) => path === 'tunnel/program/usage-is-success');
  expect(trial?.asks).toEqual(expect.arrayContaining([...promised, 'tunnel/out/key-on-stderr']));
  const drawn = wrongPeers.trials.find(({ path }) => path.endsWith('/signals-ignored-by-in'));
  expect(drawn?.drawnFrom).toBe('signals-ignored');
});
