import { describe, expect, it } from 'vitest';
import { loadVectors } from '../../../vectors/load.js';
import { plugins } from '../../registry/plugins.js';
import { changesOf } from './operators.js';
import { changesIn } from './same.js';
import { workshopOf } from './structures.js';
import { moduleOf, sourceTrials } from './trials.js';

describe.each(plugins.map((plugin) => [plugin.protocol, plugin] as const))('%s', (protocol, { same }) => {
  it('lists only existing changes as changes that make no difference', async () => {
    const { modules } = await workshopOf(protocol);
    const known = new Set(
      modules.flatMap(({ path, source }) => changesOf(source).map(({ name }) => `${moduleOf(path)}/${name}`)),
    );
    expect([...changesIn((await same()).same)].filter((name) => !known.has(name))).toEqual([]);
  });
});

const [smallest = ''] = plugins
  .map(({ protocol }) => protocol)
  .toSorted((a, b) => loadVectors([a]).length - loadVectors([b]).length);

it('makes mutants that a vector of their clauses kills', async () => {
  const plugin = plugins.find(({ protocol }) => protocol === smallest);
  const trials = await sourceTrials(smallest, loadVectors([smallest]), (await plugin?.same())?.same ?? []);
  expect(trials.length).toBeGreaterThan(20);
  expect(new Set(trials.map(({ path }) => path)).size).toBe(trials.length);
  const alive: string[] = [];
  // `conform mutants` tries all of them.
  for (const trial of trials.filter((_, at) => at % 5 === 0)) {
    if ((await trial.attempt('related')).killers.length === 0) alive.push(trial.path);
  }
  expect(alive).toEqual([]);
});

it('does not count a change that makes no difference as a survivor', async () => {
  const plugin = plugins.find(({ protocol }) => protocol === smallest);
  const left = [...changesIn((await plugin?.same())?.same ?? [])];
  const trials = await sourceTrials(smallest, loadVectors([smallest]), []);
  const found: string[] = [];
  for (const trial of trials.filter(({ path }) => left.some((name) => path.endsWith(`/source/${name}`)))) {
    if ((await trial.attempt('all')).killers.length > 0) found.push(trial.path);
  }
  expect(found).toEqual([]);
});
