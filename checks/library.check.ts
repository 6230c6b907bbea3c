/**
 * Tests the package as a library: every subpath can be imported, its types resolve, and its vectors run in other test
 * runners.
 */
import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { structures } from '../reference/structures.js';
import { examples } from './packed/examples.js';
import { spawned, type Unpacked, unpack } from './packed/unpacked.js';

let unpacked: Unpacked;
beforeAll(() => {
  unpacked = unpack({ optional: false });
  unpacked.link('@types/node');
  writeFileSync(join(unpacked.project, 'package.json'), '{ "type": "module" }\n');
  symlinkSync(
    inPackage('node_modules', 'undici-types'),
    join(unpacked.project, 'node_modules', 'undici-types'),
  );
});
afterAll(() => unpacked.remove());

const node = (...words: string[]) => spawned(process.execPath, words, unpacked.project);

function written(name: string, text: string): string {
  const path = join(unpacked.project, name);
  writeFileSync(path, text);
  return path;
}

describe('the package as a library', () => {
  it('compiles with strict and nodenext, and runs', () => {
    copyFileSync(inPackage('checks', 'packed', 'use.ts'), join(unpacked.project, 'use.ts'));
    const flags = '--module nodenext --target es2023 --strict --types node'.split(' ');
    const compiled = spawned(
      process.execPath,
      [inPackage('node_modules', 'typescript', 'bin', 'tsc'), ...flags, 'use.ts'],
      unpacked.project,
    );
    expect(compiled.stdout + compiled.stderr).toBe('');
    const { stdout, stderr } = node('use.js');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+ vectors pass$/m);
  });

  it('runs the examples of its comments with the results that they show', () => {
    const shown = examples();
    expect(new Set(shown.map(({ name }) => name)).size).toBeGreaterThan(5);
    for (const { name, text } of shown) written(name, text);
    const flags = '--module nodenext --target es2023 --strict --types node'.split(' ');
    const compiler = inPackage('node_modules', 'typescript', 'bin', 'tsc');
    const compiled = node(compiler, ...flags, ...shown.map(({ name }) => name));
    expect(compiled.stdout + compiled.stderr).toBe('');
    for (const { name } of shown) {
      const file = name.replace('.ts', '.js');
      const { status, stdout, stderr } = node(...(name.includes('vitest') ? ['--test', file] : [file]));
      // console.assert only prints, and continues.
      expect(stderr, name).toBe('');
      expect(stdout, name).not.toContain('Assertion failed');
      expect(status, name).toBe(0);
    }
  });

  it('has a module of each structure, and one of its vectors', () => {
    const names = JSON.stringify([...structures.keys()]);
    const program = `
      for (const name of ${names}) {
        const { structure } = await import('p2p-conform/reference/' + name);
        if (structure.name !== name) throw new Error(name + ' is ' + structure.name);
        if (name === 'tunnel/relay-mode') continue;
        const { set } = await import('p2p-conform/vectors/' + name);
        if (set.structure !== name) throw new Error(name + ' has the vectors of ' + set.structure);
      }
      console.log('all');`;
    const { stdout, stderr } = node(written('each.mjs', program));
    expect(stderr).toBe('');
    expect(stdout).toBe('all\n');
  });

  it('does not let users import modules that it does not export', () => {
    const hidden = "import('p2p-conform/dist/runners/run.js').catch((error) => console.log(error.code));";
    expect(node(written('hidden.mjs', hidden)).stdout).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });
});

const test = (codec: string): string => `
  import { describeVectors } from 'p2p-conform/vitest';
  import { structure } from 'p2p-conform/reference/punch/token';
  describeVectors('punch/token', ${codec});`;

describe('describeVectors', () => {
  it('makes tests of node:test, and one that fails for a wrong codec', () => {
    const right = node(
      '--test',
      '--test-reporter=tap',
      written('right.test.mjs', test('structure.operations')),
    );
    expect(right.status).toBe(0);
    expect(right.stdout).toMatch(/# Subtest: punch\/token\/decode-peer: /);
    const lazy = test('{ ...structure.operations, verify: () => { throw "no" } }');
    const wrong = node('--test', '--test-reporter=tap', written('wrong.test.mjs', lazy));
    expect(wrong.status).toBe(1);
    expect(wrong.stdout).toContain('its control punch/token/verify-');
  });

  it('makes tests of vitest', () => {
    for (const name of ['vitest']) unpacked.link(name);
    written('vitest.config.mjs', 'export default { test: { include: ["in-vitest.test.mjs"] } };');
    written('in-vitest.test.mjs', test('structure.operations'));
    const { stdout, stderr, status } = node(
      inPackage('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--root',
      unpacked.project,
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/Tests .*\d+ passed/);
    expect(status).toBe(0);
  });
});

it('has a file for every export', () => {
  const { exports } = JSON.parse(readFileSync(join(unpacked.home, 'package.json'), 'utf8')) as {
    exports: Record<string, string | Record<string, string>>;
  };
  const fixed = Object.values(exports)
    .flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
    .filter((path) => !path.includes('*'));
  for (const path of fixed) expect(() => readFileSync(join(unpacked.home, path)), path).not.toThrow();
});
