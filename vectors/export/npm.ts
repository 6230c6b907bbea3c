import type { VectorSet } from '../record.js';
import { vectorModules } from './modules.js';
import { type About, DESCRIPTION, dataFiles, type Files, template } from './package.js';
import { readme } from './readme.js';

export function npmPackage(sets: readonly VectorSet[], about: About): Files {
  return new Map([
    ...template('npm'),
    ...vectorModules(sets, './record.js'),
    ...dataFiles(sets, about, 'json/'),
    ['package.json', project(about)],
    ['README.md', readme(sets, about, usageOf(about))],
  ]);
}

const entry = (file: string) => ({ types: `./${file}.d.ts`, default: `./${file}.js` });

function project({ name, version }: About): string {
  const content = {
    name,
    version,
    description: DESCRIPTION,
    license: 'MIT',
    type: 'module',
    exports: {
      '.': entry('index'),
      './describe': entry('describe'),
      './json/*': './json/*',
      './*': entry('*'),
      './package.json': './package.json',
    },
    sideEffects: false,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const usageOf = ({ name }: About) => ({
  install: `npm install --save-dev ${name}`,
  language: 'js',
  example: `// token.test.js, in vitest; jest and node:test have the same two functions
import { describe, it } from 'vitest';
import { describeVectors } from '${name}/describe';
import { set } from '${name}/punch/token';
import { decode } from './token.js';

describeVectors(set, { decode: (given, input) => decode(input) }, { describe, it });`,
  told: '`describeVectors` makes a test of each vector. An operation returns what it accepts, or a promise of it, and throws what it rejects; a TypeError or ReferenceError is a crash and fails. Vectors of an operation that the codec lacks are skipped. The same data lies in `json/`.',
});
