import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Unreachable } from '../../suites/case.js';

/** The command that starts the agent inside a lab, with these words. */
export const agentCommand = (...words: readonly string[]): readonly string[] => [
  process.execPath,
  builtFile('program/lab_agent.js'),
  'tunnel',
  ...words,
];

/** The path of a built file of this package. It is found from the sources, too. */
export function builtFile(path: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'dist', path);
    if (dirname(folder) === folder) throw new Unreachable(`${path} is not built`);
  }
}
