/** Where the package lies: data files stand beside the code, both in the sources and in the build. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`no package.json above ${from}`);
  }
}

export const root = findRoot(dirname(fileURLToPath(import.meta.url)));

/** A path inside the package, from its root. */
export const inPackage = (...parts: string[]): string => join(root, ...parts);

export function packageInfo(): { name: string; version: string } {
  const { name, version } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
  return { name, version };
}
