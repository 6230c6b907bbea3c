/** A digest of everything that can change the result of a trial. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inPackage } from '../../../package.js';
import type { Trial } from '../trial.js';
import { closureOf, type Graph, graphOver } from './graph.js';
import { type Built, type IdsOf, idsIn, reachedBy } from './reach.js';

export type DigestOf = (trial: Trial) => string | undefined;

/** The modules that run every trial, besides the runner of its protocol. */
const ENGINE: readonly string[] = ['runners/matrix/matrix.js'];

/** The build of a clone. Undefined for an installed package, which has no separate modules. */
export function builtGraph(folder = inPackage('dist')): Graph | undefined {
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    if (!texts.has(path)) texts.set(path, textAt(join(folder, path)));
    return texts.get(path);
  };
  return ENGINE.every((path) => read(path) !== undefined) ? graphOver(read) : undefined;
}

const textAt = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined;

/** Loads the sections of the lists, and knows the ids in each. */
export async function idsOfSections(
  graph: Graph,
  lists: readonly string[],
  load = (path: string): Promise<object> => import(pathToFileURL(inPackage('dist', path)).href),
): Promise<IdsOf> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const section of new Set(lists.flatMap(graph.importsOf)))
    found.set(section, idsIn(Object.values(await load(section))));
  return (section) => found.get(section) ?? new Set();
}

interface Around {
  readonly graph: Graph;
  readonly built: Built;
  readonly idsOf: IdsOf;
  /** Whether every case of the peer runs, whatever the mutant breaks. */
  readonly strays: boolean;
  /** The digest of data files, packages and Node. */
  readonly surroundings: string;
}

/** Trials of codecs get no digest: they take seconds, and are always tried. */
export function digestsBy({ graph, built, idsOf, strays, surroundings }: Around): DigestOf {
  const entries = [...ENGINE, ...built.entries];
  const missing = entries.find((path) => graph.read(path) === undefined);
  if (missing !== undefined) throw new Error(`${missing} is not in the build`);
  const whole = { ...built, entries };
  const printed = new Map<string, string>();
  const print = (path: string): string => {
    const known = printed.get(path) ?? sha256(graph.read(path) ?? '');
    printed.set(path, known);
    return known;
  };
  return ({ path, clause, what, drawnFrom, asks }) => {
    if (!asks) return undefined;
    const [, , ...id] = path.split('/');
    const wanted = new Set([...asks, drawnFrom ?? id.join('/')]);
    const modules = strays ? closureOf(graph, entries) : reachedBy(graph, whole, idsOf, wanted);
    const reached = modules.map((one) => [one, print(one)]);
    return sha256(JSON.stringify([surroundings, strays, path, clause, what, asks, reached]));
  };
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Node, the versions of the packages, and every data file of these folders. */
export function surroundingsOf(folders: readonly string[], root = inPackage()): string {
  const data = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const packages = ['package.json', 'package-lock.json'].map((name) => join(root, name));
  const files = [...data, ...packages].filter((path) => existsSync(path)).sort();
  const prints = files.map((path) => sha256(readFileSync(path)));
  return sha256(JSON.stringify([process.version, process.platform, process.arch, prints]));
}
