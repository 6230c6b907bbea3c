/** Tests the rules against import circles, long files and long functions, each with an example at the limit. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { longFunctions } from './testing/function_lengths.js';
import { flagged } from './testing/linted.js';

const lines = (count: number): string =>
  Array.from({ length: count }, (_, at) => `  steps.push(${at});\n`).join('');
const functionOf = (count: number): string =>
  `export function long(steps: number[]): void {\n${lines(count - 2)}}\n`;
const fileOf = (count: number): string =>
  Array.from({ length: count }, (_, at) => `export const one${at} = ${at};\n`).join('');

describe('the linter', () => {
  it('rejects a circle of imports, also of types', () => {
    const files = {
      'bin/one.ts': "import { two } from './two.js';\nexport const one = (): string => two();\n",
      'bin/two.ts': "import { one } from './one.js';\nexport const two = (): string => one();\n",
      'bin/three.ts':
        "import type { Four } from './four.js';\nexport interface Three { readonly four: Four }\n",
      'bin/four.ts':
        "import type { Three } from './three.js';\nexport interface Four { readonly three: Three }\n",
      'bin/five.ts': "import { one } from './one.js';\nexport const five = one;\n",
    };
    expect(flagged('lint/suspicious/noImportCycles', files)).toEqual([
      'bin/four.ts',
      'bin/one.ts',
      'bin/three.ts',
      'bin/two.ts',
    ]);
  });

  it('rejects a function of more than 80 lines, except groups of tests and recipes', () => {
    const files = {
      'bin/long.ts': functionOf(84),
      'bin/right.ts': functionOf(80),
      'bin/long.test.ts': functionOf(120),
      'vectors/generate/punch/long.ts': functionOf(120),
    };
    expect(flagged('lint/complexity/noExcessiveLinesPerFunction', files)).toEqual(['bin/long.ts']);
  });

  it('rejects a file of more than 300 lines', () => {
    const files = { 'bin/long.ts': fileOf(302), 'bin/right.ts': fileOf(299) };
    expect(flagged('lint/style/noExcessiveLinesPerFile', files)).toEqual(['bin/long.ts']);
  });
});

const ROOMS = ['bench', 'bin', 'checks', 'reference', 'reports', 'runners', 'scripts', 'suites', 'vectors'];
const isMeasured = (file: string): boolean => /\.tsx?$/.test(file) && !/\.(test|check)\.tsx?$/.test(file);

describe('a function', () => {
  it('is counted with the lines of the literals in it, which the linter leaves out', () => {
    const member = (name: string) => `    ${name}: 1,\n`;
    const literal = (members: number) =>
      `export function long() {\n  return {\n${member('one').repeat(members)}  };\n}\n`;
    expect(longFunctions(literal(76), 80)).toEqual([]);
    expect(longFunctions(literal(77), 80)).toEqual([{ line: 1, lines: 81 }]);
  });

  it.each([
    ['a function', 'function long() {'],
    ['a generic function', 'export async function* long<T>(): AsyncGenerator<T, void> {'],
    ['an arrow function', 'const long = async (one: number) => {'],
    ['an arrow function that returns an object', 'const long = () => ({'],
    ['a method', '  private async long(one: number): Promise<void> {'],
    ['a getter', '  get long(): number {'],
    ['an argument', "  describe('it', () => {"],
  ])('is found as %s', (_, first) => {
    const indent = /^ */.exec(first)?.[0];
    const text = (inside: number) => `${first}\n${`${indent}  step();\n`.repeat(inside)}${indent}}\n`;
    expect(longFunctions(text(78), 80)).toEqual([]);
    expect(longFunctions(text(79), 80)).toEqual([{ line: 1, lines: 81 }]);
  });

  it('is counted from its first parameter, and a class or a loop is no function', () => {
    const inside = '  step();\n'.repeat(78);
    const long = `export function long(\n  one: number,\n): void {\n${inside}}\n`;
    expect(longFunctions(`const one = 1;\n${long}`, 80)).toEqual([{ line: 2, lines: 82 }]);
    for (const first of [
      'class Long {',
      'for (;;) {',
      'if (one(two)) {',
      'const long = {',
      'interface Long {',
    ]) {
      expect(longFunctions(`${first}\n${inside.repeat(2)}}\n`, 80)).toEqual([]);
    }
  });

  it('of this tree has at most 80 lines', () => {
    const files = ROOMS.flatMap((room) =>
      readdirSync(inPackage(room), { recursive: true, encoding: 'utf8' }).map((file) => join(room, file)),
    ).filter(isMeasured);
    expect(files.length).toBeGreaterThan(1000);
    const long = files.flatMap((file) =>
      longFunctions(readFileSync(inPackage(file), 'utf8'), 80).map(
        ({ line, lines }) => `${file}:${line}: ${lines}`,
      ),
    );
    expect(long).toEqual([]);
  });
});
