import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Unreachable } from '../../suites/case.js';

/** What is started inside a lab, and told these words. */
export const agent = (...words: readonly string[]): readonly string[] => [
  process.execPath,
  builtFile('program/lab_agent.js'),
  'tunnel',
  ...words,
];

/** A built file of this package, from its sources as well. */
export function builtFile(path: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'dist', path);
    if (dirname(folder) === folder) throw new Unreachable(`${path} is not built`);
  }
}
