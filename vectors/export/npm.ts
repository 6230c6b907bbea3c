import type { VectorSet } from '../record.js';
import { vectorModules } from './modules.js';
import { type About, dataFiles, descriptionOf, exampleOf, type Files, template } from './package.js';
import { papers } from './papers.js';
import type { Usage } from './readme.js';

export function npmPackage(sets: readonly VectorSet[], about: About): Files {
  return new Map([
    ...template('npm'),
    ...vectorModules(sets, './record.js'),
    ...dataFiles(sets, about, 'json/'),
    ['package.json', project(sets, about)],
    ...papers(sets, about, usageOf(sets, about)),
  ]);
}

const entry = (file: string) => ({ types: `./${file}.d.ts`, default: `./${file}.js` });

function project(sets: readonly VectorSet[], { name, version }: About): string {
  const content = {
    name,
    version,
    description: descriptionOf(sets),
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

const usageOf = (sets: readonly VectorSet[], { name }: About): Usage => {
  const { structure, op } = exampleOf(sets);
  return {
    install: { published: `npm install --save-dev ${name}`, folder: 'npm install --save-dev ./vectors' },
    language: 'js',
    example: `// mine.test.js
import { describe, it } from 'vitest'; // or from '@jest/globals', 'mocha' or 'node:test'
import { describeVectors } from '${name}/describe';
import { set } from '${name}/${structure}';
import { ${op} } from './mine.js';

describeVectors(set, { ${op}: (given, input) => ${op}(input) }, { describe, it });`,
    told: '`describeVectors` makes a test of each vector; `level` and `dialect` beside `describe` choose others than the musts of the literal dialect. An operation returns what it accepts, or a promise of it, and throws what it rejects; a TypeError or ReferenceError is a crash and fails. Vectors of an operation that the codec lacks are skipped. The same data lies in `json/`.',
    manifest: 'json/manifest.json',
  };
};
