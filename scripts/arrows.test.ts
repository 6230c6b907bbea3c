/** The import arrows of the house, as the linter holds them: every room is shown wrong imports and a right one. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';

const house = mkdtempSync(join(tmpdir(), 'conform-arrows-'));
afterAll(() => rmSync(house, { recursive: true }));

const wrong: readonly (readonly [file: string, from: string])[] = [
  ['reference/punch/one.ts', '../../vectors/load.js'],
  ['reference/punch/two.ts', '../../suites/model.js'],
  ['reference/three.ts', '../runners/run.js'],
  ['vectors/one.ts', '../suites/model.js'],
  ['vectors/generate/two.ts', '../../runners/run.js'],
  ['vectors/generate/three.ts', '../../reference/punch/token.js'],
  ['vectors/generate/four.ts', '../../reference/bytes/hex.js'],
  ['vectors/generate/five.ts', '../../reference/structures.js'],
  ['suites/punch/one.ts', '../../runners/run.js'],
  ['suites/punch/two.ts', '../../reference/punch/peers/client.js'],
  ['runners/one.ts', '../reports/json.js'],
  ['runners/http/two.ts', '../../bin/run.js'],
  ['reports/one.ts', '../runners/run.js'],
  ['reports/two.ts', '../suites/case.js'],
  ['reports/three.ts', '../reference/bytes/hex.js'],
];
const right: readonly (readonly [file: string, from: string])[] = [
  ['vectors/right.ts', '../reference/bytes/hex.js'],
  ['vectors/generate/right.ts', '../../reference/structure.js'],
  ['vectors/generate/recipe.ts', '../../reference/bytes/error.js'],
  ['suites/punch/right.ts', '../../vectors/load.js'],
  ['runners/right.ts', '../suites/model.js'],
  ['reports/right.ts', '../suites/model.js'],
  ['bin/right.ts', '../reports/json.js'],
];

interface Diagnostics {
  readonly diagnostics: readonly { category: string; location: { path: string | { file: string } } }[];
}

function refusedFiles(): string[] {
  copyFileSync(inPackage('biome.json'), join(house, 'biome.json'));
  for (const [file, from] of [...wrong, ...right]) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `import { x } from '${from}';\n\nexport const y = x;\n`);
  }
  const { stdout } = spawnSync(
    process.execPath,
    [inPackage('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'lint', '--reporter=json', '.'],
    { cwd: house, encoding: 'utf8' },
  );
  return (JSON.parse(stdout) as Diagnostics).diagnostics
    .filter(({ category }) => category === 'lint/style/noRestrictedImports')
    .map(({ location: { path } }) => (typeof path === 'string' ? path : path.file))
    .sort();
}

describe('the linter', () => {
  it('refuses every import against an arrow, and none along it', () => {
    expect(refusedFiles()).toEqual(wrong.map(([file]) => file).sort());
  });
});
