/** Which modules of the build a module depends on. */
import { dirname, posix } from 'node:path';

/** The text of a module, by its path in the build folder. Undefined if it does not exist. */
export type ReadModule = (path: string) => string | undefined;

export interface Graph {
  readonly read: ReadModule;
  /** Its static and dynamic imports. */
  importsOf(path: string): readonly string[];
}

/**
 * Any string that looks like the path of our module counts as an import. An extra one only costs time; a missing one
 * would hide a change.
 */
const SPECIFIER = /(['"`])(\.{1,2}\/[^'"`\n]+\.js)\1/g;
const LATER = /\bimport\(\s*(['"`])(\.{1,2}\/[^'"`\n]+\.js)\1/g;

/**
 * Modules that load a command, a protocol or a target by choice. A caller that needs one of them names it as an entry.
 */
const CHOOSES = /^(?:bin\/|runners\/registry\/|runners\/[^/]+\/index\.js$)/;

export function graphOver(read: ReadModule): Graph {
  const known = new Map<string, readonly string[]>();
  return {
    read,
    importsOf(path) {
      const found = known.get(path) ?? importsIn(path, read(path) ?? '').filter((one) => one !== path);
      known.set(path, found);
      return found;
    },
  };
}

function importsIn(path: string, source: string): readonly string[] {
  const named = (pattern: RegExp): readonly string[] =>
    [...source.matchAll(pattern)].map(([, , specifier = '']) => posix.join(dirname(path), specifier));
  if (!CHOOSES.test(path)) return [...new Set(named(SPECIFIER))];
  const later = new Set(named(LATER));
  return [...new Set(named(SPECIFIER).filter((one) => !later.has(one)))];
}

/** The entries and all their dependencies, without imports that `isCut` drops, sorted by name. */
export function closureOf(
  { read, importsOf }: Graph,
  entries: readonly string[],
  isCut: (from: string, to: string) => boolean = () => false,
): readonly string[] {
  const found = new Set<string>();
  const left = [...entries];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path) || read(path) === undefined) continue;
    found.add(path);
    left.push(...importsOf(path).filter((to) => !isCut(path as string, to)));
  }
  return [...found].sort();
}
