import { expect, it } from 'vitest';
import { codecEquivalents, turned } from '../../reference/mutants/equivalent_codecs.js';
import { loadVectors } from '../../vectors/load.js';
import { equivalentTrials } from './codec_equivalents.js';

it('reverses the members of every object, and keeps the order of lists', () => {
  expect(JSON.stringify(turned({ a: 1, b: [{ c: 2, d: 3 }, 4] }))).toBe('{"b":[{"d":3,"c":2},4],"a":1}');
});

it('raises no alarm for a codec of each kind', async () => {
  const trials = equivalentTrials(loadVectors()).filter(
    ({ path }, at, all) => all.findIndex((one) => kindOf(one.path) === kindOf(path)) === at,
  );
  expect(trials.length).toBeGreaterThan(8);
  const alarms = await Promise.all(trials.map(({ attempt }) => attempt()));
  expect(alarms.flat()).toEqual([]);
});

it('raises an alarm for a codec that is not right', async () => {
  const [file] = loadVectors();
  if (!file) throw new Error('no vectors');
  const broken = { ...file, vectors: file.vectors.map((one) => ({ ...one, input: 'no', given: {} })) };
  const [first] = equivalentTrials([broken]);
  expect(await first?.attempt()).toContainEqual(expect.stringMatching(/^\S+: fail, /));
});

it('gives each equivalent a unique name', () => {
  const structure = { name: 'toy/one', operations: { wrap: () => '', decode: () => '' } };
  const ids = codecEquivalents(structure, true).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain('toy/one/zlib-best');
});

const kindOf = (path: string): string => path.split('/').at(-1) ?? '';
