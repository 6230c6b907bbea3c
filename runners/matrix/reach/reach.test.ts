import { describe, expect, it } from 'vitest';
import { closureOf, graphOver } from './graph.js';
import { idsIn, reachedBy } from './reach.js';

/** A toy build: two sections of cases, two of mutants, and shared modules. */
const build: Record<string, string> = {
  'run/peers.js': "import { all } from '../cases/all.js';\nimport { mutants } from '../wrong/all.js';",
  'run/unused.js': 'export const x = 1;',
  'cases/all.js': "import { names } from './names.js';\nimport { states } from './states.js';",
  'cases/names.js': "import { ask } from './steps.js';",
  'cases/states.js': "import { ask } from './steps.js';\nimport { one } from './names.js';",
  'cases/steps.js': '',
  'wrong/all.js': 'import { a } from "./a.js"; export { b } from "./b.js"; import { make } from `./make.js`;',
  'wrong/a.js': "import { x } from '@other/a.js';",
  'wrong/b.js': "const { late } = await import('./late.js');",
  'wrong/late.js': '',
  'wrong/make.js': '',
  'bin/serve.js': "import './now.js';\nawait import('./other.js');",
  'bin/now.js': '',
  'bin/other.js': '',
};
const graph = graphOver((path) => build[path]);
const ids: Record<string, readonly string[]> = {
  'cases/names.js': ['toy/name', 'toy/long-name'],
  'cases/states.js': ['toy/state'],
  'wrong/a.js': ['a'],
  'wrong/b.js': ['b'],
};
const reached = (...wanted: readonly string[]): readonly string[] =>
  reachedBy(
    graph,
    { entries: ['run/peers.js'], lists: ['cases/all.js', 'wrong/all.js'], data: [] },
    (section) => new Set(ids[section]),
    new Set(wanted),
  );
const whole = closureOf(graph, ['run/peers.js']);
const without = (...paths: readonly string[]): readonly string[] =>
  whole.filter((path) => !paths.includes(path));

it('follows imports of every spelling, also dynamic ones', () => {
  expect(whole).toEqual(
    Object.keys(build)
      .filter((path) => !path.startsWith('bin/') && path !== 'run/unused.js')
      .sort(),
  );
});

it('does not follow the modules that a command loads on demand', () => {
  expect(closureOf(graph, ['bin/serve.js'])).toEqual(['bin/now.js', 'bin/serve.js']);
});

describe('a mutant is reached from', () => {
  it('its own section, the sections of its cases, and shared modules', () => {
    expect(reached('a', 'toy/name')).toEqual(without('wrong/b.js', 'wrong/late.js', 'cases/states.js'));
  });

  it('a section that the section of its case imports', () => {
    expect(reached('b', 'toy/state')).toEqual(without('wrong/a.js'));
  });

  it('everything if one of the ids is in no section', () => {
    expect(reached('a', 'toy/name', 'toy/other')).toEqual(whole);
    expect(reached('c', 'toy/name')).toEqual(whole);
  });
});

it('finds the ids of records in lists, in objects and as single exports', () => {
  const exported = [
    [{ id: 'a' }, [{ id: 'b' }]],
    { id: 'c', of: { id: 'd' } },
    { one: { id: 'e' } },
    () => 'f',
  ];
  expect([...idsIn(exported)]).toEqual(['a', 'b', 'c', 'e']);
});
