/** Every module has a test beside it: a test file in its own folder imports it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { inPackage } from '../package.js';

/** The folders that keep to this, with all folders below them. Add one when it does. */
const FOLDERS = ['runners/exec', 'runners/punch'];

const DATA = 'it is data without behaviour';
const ELSEWHERE = 'checks/fuzz_models.ts holds it against right and wrong brokers, which takes minutes';

/** Modules that no test beside them imports, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'runners/punch/broker_packages.ts': DATA,
  'runners/punch/examples.ts': DATA,
  'runners/punch/fuzz_model.ts': ELSEWHERE,
  'runners/punch/fuzz_room.ts': ELSEWHERE,
  'runners/punch/tools.ts': DATA,
};

type Files = Readonly<Record<string, string>>;

const VALUES = /^import (?!type\b)[^;]*?from '(\.\/[^']+)\.js'|\bimport\('(\.\/[^']+)\.js'\)/gm;

/** The modules that no test file of their folder imports for a value, as sentences. */
function untested(files: Files, exceptions: Files): readonly string[] {
  const isTest = (path: string) => path.endsWith('.test.ts');
  const imported = new Set(
    Object.entries(files)
      .filter(([path]) => isTest(path))
      .flatMap(([path, text]) =>
        [...text.matchAll(VALUES)].map(([, still, later]) => join(dirname(path), `${still ?? later}.ts`)),
      ),
  );
  const modules = Object.keys(files).filter((path) => !isTest(path));
  return [
    ...modules
      .filter((path) => !imported.has(path) && !Object.hasOwn(exceptions, path))
      .map(
        (path) =>
          `${path}: no test in ${dirname(path)} imports it: write ${path.replace(/\.ts$/, '.test.ts')}, or import it in the test of its concern`,
      ),
    ...Object.keys(exceptions)
      .filter((path) => imported.has(path) || !modules.includes(path))
      .map(
        (path) =>
          `${path}: it ${modules.includes(path) ? 'has a test' : 'does not exist'}: remove the exception`,
      ),
  ];
}

const isModule = (path: string): boolean =>
  path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.split('/').includes('testing');

const filesOf = (folder: string): Files =>
  Object.fromEntries(
    readdirSync(inPackage(folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter(isModule)
      .map((path) => [path, readFileSync(inPackage(path), 'utf8')]),
  );

it.each(FOLDERS)('every module of %s is imported by a test in its folder', (folder) => {
  const files = filesOf(folder);
  expect(Object.keys(files).length).toBeGreaterThan(1);
  const within = Object.entries(EXCEPTIONS).filter(([path]) => path.startsWith(`${folder}/`));
  expect(untested(files, Object.fromEntries(within))).toEqual([]);
});

it('finds a module that only a test of another folder imports, or that a test imports for its types', () => {
  const files = {
    'a/good.ts': '',
    'a/loaded.ts': '',
    'a/types.ts': '',
    'a/b/below.ts': '',
    'a/left_out.ts': '',
    'a/good.test.ts': [
      "import type { T } from './types.js';",
      "import { below } from './b/below.js';",
      "import {\n  good,\n} from './good.js';",
      "const loaded = await import('./loaded.js');",
    ].join('\n'),
    'a/b/other.test.ts': "import { types } from '../types.js';",
  };
  expect(untested(files, { 'a/left_out.ts': DATA })).toEqual([
    'a/types.ts: no test in a imports it: write a/types.test.ts, or import it in the test of its concern',
  ]);
  expect(
    untested(files, { 'a/left_out.ts': DATA, 'a/types.ts': DATA, 'a/good.ts': DATA, 'a/gone.ts': DATA }),
  ).toEqual([
    'a/good.ts: it has a test: remove the exception',
    'a/gone.ts: it does not exist: remove the exception',
  ]);
});
