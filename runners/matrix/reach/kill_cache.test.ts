import { expect, it } from 'vitest';
import type { MutantRow } from '../matrix.js';
import type { Trial } from '../trial.js';
import { digestsBy } from './digests.js';
import { graphOver } from './graph.js';
import { FORMAT, type KillFile, killCache } from './kill_cache.js';

const trial = (id: string, more: Partial<Trial> = {}): Trial => ({
  path: `toy/peer/${id}`,
  protocol: 'toy',
  kind: 'peer',
  clause: ['TOY-1'],
  what: 'Is wrong.',
  waits: 0,
  asks: ['toy/1/a'],
  attempt: async () => ({ killers: [], strays: [], faults: [] }),
  ...more,
});
const row = (one: Trial, more: Partial<MutantRow> = {}): MutantRow => ({
  ...one,
  fate: 'killed',
  killers: ['toy/1/a'],
  strays: [],
  carried: [],
  faults: [],
  ...more,
});
const empty: KillFile = { format: FORMAT, kills: {} };

const modules = {
  'runners/matrix/matrix.js': '',
  'run.js': "import './cases.js'; import './wrong.js';",
  'cases.js': "import './one.js'; import './two.js';",
  'one.js': 'ask(1)',
  'two.js': 'ask(2)',
  'wrong.js': "import './a.js'; import './b.js';",
  'a.js': 'a()',
  'b.js': 'b()',
};
const ids: Record<string, readonly string[]> = {
  'one.js': ['toy/1/a'],
  'two.js': ['toy/2/b'],
  'a.js': ['a'],
  'b.js': ['b'],
};
const [a, b] = [trial('a'), trial('b', { asks: ['toy/2/b'] })];

interface Changed {
  readonly text?: Readonly<Record<string, string | undefined>>;
  readonly surroundings?: string;
  readonly trials?: readonly Trial[];
  readonly strays?: boolean;
}

function cacheOver(
  file: KillFile,
  { text, surroundings = 'node', trials = [a, b], strays = false }: Changed = {},
) {
  const texts: Record<string, string | undefined> = { ...modules, ...text };
  const digestOf = digestsBy({
    graph: graphOver((path) => texts[path]),
    built: { entries: ['run.js'], lists: ['cases.js', 'wrong.js'], data: [] },
    idsOf: (section) => new Set(ids[section]),
    strays,
    surroundings,
  });
  return killCache(file, trials, new Map([['toy', digestOf]]));
}

const file = cacheOver(empty).with([row(a), row(b)]);
const known = (changed?: Changed): readonly string[] => {
  const { trials = [a, b] } = changed ?? {};
  const cache = cacheOver(file, changed);
  return trials.flatMap((one) => (cache.known(one) ? [one.path] : []));
};

it('remembers which mutants were killed, and by which cases', () => {
  expect(known()).toEqual(['toy/peer/a', 'toy/peer/b']);
  expect(cacheOver(file).known(a)).toMatchObject({ fate: 'killed', killers: ['toy/1/a'], faults: [] });
});

it('tries a mutant again after a change of its module, of its cases or of a shared module', () => {
  expect(known({ text: { 'a.js': 'a(2)' } })).toEqual(['toy/peer/b']);
  expect(known({ text: { 'two.js': 'ask(3)' } })).toEqual(['toy/peer/a']);
  for (const shared of ['run.js', 'cases.js', 'wrong.js', 'runners/matrix/matrix.js'] as const)
    expect(known({ text: { [shared]: `${modules[shared]} // new` } })).toEqual([]);
});

it('tries a mutant again on another Node, and when other cases run', () => {
  expect(known({ surroundings: 'other' })).toEqual([]);
  expect(known({ strays: true })).toEqual([]);
  expect(known({ trials: [trial('a', { asks: ['toy/1/a', 'toy/2/b'] }), b] })).toEqual(['toy/peer/b']);
  expect(known({ trials: [trial('a', { clause: ['TOY-2'] }), b] })).toEqual(['toy/peer/b']);
});

it('always tries a mutant that does not list its cases', () => {
  const { asks: _, ...codec } = a;
  expect(cacheOver(file, { trials: [codec] }).known(codec)).toBeUndefined();
});

it('keeps only clean kills, forgets removed mutants, and does not touch other protocols', () => {
  const other = { digest: 'x', killers: ['other/1/a'] };
  const before: KillFile = {
    format: FORMAT,
    kills: { ...file.kills, 'toy/peer/gone': other, 'other/peer/c': other },
  };
  const kept = (rows: readonly MutantRow[]) => Object.keys(cacheOver(before).with(rows).kills);
  expect(kept([])).toEqual(['other/peer/c', 'toy/peer/a', 'toy/peer/b']);
  expect(kept([row(a, { fate: 'survived', killers: [] })])).toEqual(['other/peer/c', 'toy/peer/b']);
  expect(kept([row(a, { strays: ['toy/2/b'] }), row(b, { fate: 'faulty' })])).toEqual(['other/peer/c']);
  expect(kept([row(a, { carried: ['toy/2/b'] })])).not.toContain(a.path);
});

it('rejects an entry that is not in the build', () => {
  expect(() => cacheOver(empty, { text: { 'run.js': undefined } })).toThrow(/run\.js/);
});
