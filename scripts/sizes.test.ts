/** Tests the lint rules against import circles, long files and long functions, each with an example at the limit. */
import { describe, expect, it } from 'vitest';
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
