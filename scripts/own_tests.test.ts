/** Every module that exports a value has a test beside it: a test file in its own folder imports it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { inPackage } from '../package.js';

/** The folders that keep to this, with all folders below them. Add one when it does. */
const FOLDERS = [
  'reference/bytes',
  'reference/crypto',
  'reference/openhost/peers',
  'reference/punch/peers',
  'reference/tls',
  'reference/tunnel/peers',
  'runners/exec',
  'runners/openhost',
  'runners/punch',
  'runners/tunnel',
];

const DATA = 'it is data without behaviour';
const ELSEWHERE = 'checks/fuzz_models.ts holds it against right and wrong peers, which takes minutes';
const PLUGIN = 'it lists the parts of a plug-in, and each part has its own test';

/** Modules that no test beside them imports, and why. A star stands for the rest of a name. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'reference/bytes/index.ts': 'it only exports other modules',
  'runners/openhost/examples.ts': DATA,
  'runners/openhost/fuzz_model.ts': ELSEWHERE,
  'runners/openhost/index.ts': PLUGIN,
  'runners/openhost/same_changes.ts': DATA,
  'runners/openhost/served/end_options.ts': DATA,
  'runners/openhost/tools.ts': DATA,
  'runners/punch/broker_packages.ts': DATA,
  'runners/punch/examples.ts': DATA,
  'runners/punch/fuzz_*.ts': ELSEWHERE,
  'runners/punch/tools.ts': DATA,
  'runners/tunnel/examples.ts': DATA,
  'runners/tunnel/index.ts': PLUGIN,
  'runners/tunnel/same_changes.ts': DATA,
  'runners/tunnel/tools.ts': DATA,
};

type Files = Readonly<Record<string, string>>;

const VALUES = /^import (?!type\b)[^;]*?from '(\.\/[^']+)\.js'|\bimport\('(\.\/[^']+)\.js'\)/gm;

const EXPORTS = /^export (?!type\b|interface\b|declare\b)/m;

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
  const modules = Object.keys(files).filter((path) => !isTest(path) && EXPORTS.test(files[path] ?? ''));
  const names = Object.keys(exceptions);
  const isLeftOut = (path: string) => names.some((name) => covers(name, path));
  return [
    ...modules
      .filter((path) => !imported.has(path) && !isLeftOut(path))
      .map(
        (path) =>
          `${path}: no test in ${dirname(path)} imports it: write ${path.replace(/\.ts$/, '.test.ts')}, or import it in the test of its concern`,
      ),
    ...names
      .filter((name) => !modules.some((path) => covers(name, path) && !imported.has(path)))
      .map((name) => `${name}: the exception is needed by no module: remove it`),
  ];
}

const covers = (name: string, path: string): boolean => {
  const [beginning = '', end] = name.split('*');
  return end === undefined ? name === path : path.startsWith(beginning) && path.endsWith(end);
};

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
  const one = 'export const one = 1;';
  const files = {
    'a/good.ts': one,
    'a/loaded.ts': one,
    'a/types.ts': one,
    'a/b/below.ts': 'export interface Below {}',
    'a/left_out.ts': one,
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
  const exceptions = { 'a/left_*.ts': DATA, 'a/types.ts': DATA, 'a/good.ts': DATA, 'a/gone.ts': DATA };
  expect(untested(files, exceptions)).toEqual([
    'a/good.ts: the exception is needed by no module: remove it',
    'a/gone.ts: the exception is needed by no module: remove it',
  ]);
});
