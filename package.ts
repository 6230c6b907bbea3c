/** Where the package lies: data files stand beside the code, both in the sources and in the build. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
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

/** The sources compile what they have: a build beside them may be older. */
const isBuilt = fileURLToPath(import.meta.url).startsWith(inPackage('dist') + sep);

/** What the build made by this name (`scripts/compile-schemas.mjs`); undefined for the sources, and where it made none. */
export function compiledAt(name: string): unknown {
  const file = inPackage('dist', 'compiled', `${name}.cjs`);
  return isBuilt && existsSync(file) ? createRequire(import.meta.url)(file) : undefined;
}

/**
 * What a person types to start the program: in a clone its folder, elsewhere the package by its name, which is never the
 * package of somebody else that is called like our bin.
 */
export function invocation(folder = process.cwd()): string {
  if (root.includes(join(sep, 'node_modules', sep))) return `npx ${packageInfo().name}`;
  const way = relative(folder, root);
  return `node ${quoted(way === '' ? '.' : way)}`;
}

const quoted = (path: string): string => (/^[\w./\\:-]+$/.test(path) ? path : `'${path}'`);

export function packageInfo(): { name: string; version: string } {
  const { name, version } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
  return { name, version };
}
