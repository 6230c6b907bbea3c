/** Tests the import rules in the linter. Each room is tested with wrong imports and a right one. */
import { describe, expect, it } from 'vitest';
import { flagged } from './testing/linted.js';

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
  ['runners/punch/two.ts', '../../bin/run.js'],
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

function refusedFiles(): string[] {
  const importing = ([file, from]: readonly [string, string]) =>
    [file, `import { x } from '${from}';\n\nexport const y = x;\n`] as const;
  return flagged('lint/style/noRestrictedImports', Object.fromEntries([...wrong, ...right].map(importing)));
}

describe('the linter', () => {
  it('rejects imports in the wrong direction, and accepts those in the right direction', () => {
    expect(refusedFiles()).toEqual(wrong.map(([file]) => file).sort());
  });
});

describe('in a suite the linter', () => {
  it('rejects clocks, timers, random numbers and requests outside the context, and accepts those of the context', () => {
    const files = {
      'suites/punch/date.ts': 'export const now = (): number => Date.now();\n',
      'suites/punch/elapsed.ts': 'export const now = (): number => performance.now();\n',
      'suites/punch/timer.ts': 'export const wait = (done: () => void) => setTimeout(done, 1);\n',
      'suites/openhost/clients/die.ts': 'export const die = () => crypto.randomUUID();\n',
      'suites/tunnel/request.ts': "export const get = () => fetch('http://127.0.0.1');\n",
      'suites/tunnel/right.ts': 'export const now = (clock: { now(): number }): number => clock.now();\n',
      'runners/right.ts': 'export const now = (): number => Date.now();\n',
    };
    expect(flagged('lint/style/noRestrictedGlobals', files)).toEqual([
      'suites/openhost/clients/die.ts',
      'suites/punch/date.ts',
      'suites/punch/elapsed.ts',
      'suites/punch/timer.ts',
      'suites/tunnel/request.ts',
    ]);
  });
});
